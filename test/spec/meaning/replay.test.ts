import { deepEqual } from 'node:assert/strict'
import { specFolder } from '../folder.ts'

const MODEL = `learned: { format: combined, lines: 9, broken: 0, span: 1h }
peak: { after: 0s, length: 1m, rate: 5/s }
endpoints:
  GET /home: { peakRate: 5/s, rate: 1/s }
`

function withTraffic(traffic: string, files: Readonly<Record<string, string>> = { 'traffic.yaml': MODEL }) {
  return specFolder(`rehearsal: small\ntraffic: { ${traffic} }\nupgrade: { steps: [] }\n`, files)
}

const BASE = 'environment: { BASE_URL: http://127.0.0.1 }'

describe('a model in a spec', () => {
  it('needs no scenarios beside it, and keeps its window, factor and script', async () => {
    using spec = withTraffic(
      `model: traffic.yaml, window: log, factor: 0.5, journeys: false, replay: mine.ts, ${BASE}`,
      { 'traffic.yaml': MODEL, 'mine.ts': '' },
    )
    const { traffic } = await spec.read({})
    const { model, ...wish } = traffic.replay ?? {}
    deepEqual(traffic.scenarios, [])
    deepEqual(wish, {
      file: 'traffic.yaml',
      window: 'log',
      factor: 0.5,
      journeys: false,
      script: `${spec.folder}/mine.ts`,
    })
    deepEqual(
      model?.endpoints.map(({ name, peakPerSecond }) => ({ name, peakPerSecond })),
      [{ name: 'GET /home', peakPerSecond: 5 }],
    )
  })

  it('has an address to be sent to, unless a script knows one', async () => {
    using spec = withTraffic('model: traffic.yaml')
    deepEqual(await spec.complaints(), [
      `2:1  traffic.environment: expected BASE_URL, the address that the paths of the model follow, such as "\${service.NAME.url}", found nothing`,
    ])
  })

  it('is there where something is said of its replay', async () => {
    using spec = withTraffic('scenarios: { all: { script: traffic.yaml, rate: 1/s } }, factor: 2, journeys: true')
    deepEqual(await spec.complaints(), [
      '2:77  traffic.factor: expected a model that it is said of, found 2',
      '2:90  traffic.journeys: expected a model that it is said of, found true',
    ])
  })

  it('is complained of with its own lines', async () => {
    using spec = withTraffic(`model: traffic.yaml, ${BASE}`, {
      'traffic.yaml': MODEL.replace('5/s, rate', 'often, rate'),
    })
    const [first = ''] = await spec.complaints()
    deepEqual(
      first.slice(first.indexOf('traffic.yaml')),
      'traffic.yaml:4:26  endpoints["GET /home"].peakRate: expected a rate such as 20/s or 600/m, found "often"',
    )
  })

  it('has a factor above zero and a window it knows', async () => {
    using spec = withTraffic(`model: traffic.yaml, ${BASE}, factor: 0, window: noon`)
    deepEqual(await spec.complaints(), [
      '2:86  traffic.factor: expected a number above zero, found 0',
      '2:97  traffic.window: expected one of peak, log, found "noon"',
    ])
  })
})
