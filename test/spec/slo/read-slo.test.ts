import { deepEqual, equal } from 'node:assert/strict'
import { RehearsalError } from '../../../harness/errors.ts'
import type { Slo } from '../../../harness/model/slo.ts'
import { MINIMAL, specFolder } from '../folder.ts'

const USUAL = `spec_version: "1.0"
filter:
  deployment: direct
comparison:
  compare_with: single_result
  include_result_with_score: pass
  aggregate_function: avg
objectives:
  - sli: response_time_p95
    displayName: how long people wait
    key_sli: true
    weight: 2
    pass:
      - criteria: ["<=+10%", "<600"]
      - criteria: ["< 200"]
    warning:
      - criteria: ["<=800"]
  - sli: error_rate
    pass:
      - criteria: ["<=+5", "<=1%"]
  - sli: memory_usage
total_score:
  pass: "90%"
  warning: 75
`

async function read(slo: string): Promise<Slo | undefined> {
  const files = { 'scenario.ts': '', 'slo.yaml': slo }
  using spec = specFolder(`${MINIMAL}limits: { slo: slo.yaml }\n`, files)
  return (await spec.read()).limits.slo
}

async function complaints(slo: string): Promise<readonly string[]> {
  try {
    await read(slo)
    return []
  } catch (error) {
    if (!(error instanceof RehearsalError)) throw error
    return error.message.split('\n').map((line) => line.replace(/^.*slo\.yaml:/, ''))
  }
}

describe('an slo.yaml', () => {
  it('becomes criteria, weights and a total; what has no criteria only informs', async () => {
    const slo = await read(USUAL)
    const below = { operator: '<=', to: 'relative' }
    deepEqual(slo?.objectives, [
      {
        sli: 'response_time_p95',
        indicator: 'p95',
        pass: [
          [
            { text: '<=+10%', ...below, value: 0.1 },
            { text: '<600', operator: '<', value: 600, to: 'absolute' },
          ],
          [{ text: '< 200', operator: '<', value: 200, to: 'absolute' }],
        ],
        warning: [[{ text: '<=800', operator: '<=', value: 800, to: 'absolute' }]],
        weight: 2,
        key: true,
      },
      {
        sli: 'error_rate',
        indicator: 'errors',
        pass: [
          [
            { text: '<=+5', operator: '<=', value: 5, to: 'offset' },
            { text: '<=1%', operator: '<=', value: 1, to: 'absolute' },
          ],
        ],
        warning: null,
        weight: 1,
        key: false,
      },
    ])
    deepEqual([slo.totalPass, slo.totalWarning], [90, 75])
  })

  it('is read in every spec from 0.1 to 1.0, with the totals that hold where none is said', async () => {
    for (const version of ['0.1.0', '0.1.1', '0.2.0', '1.0']) {
      const slo = await read(`spec_version: "${version}"\nobjectives: [{ sli: throughput }]\n`)
      deepEqual([slo?.objectives, slo?.totalPass, slo?.totalWarning], [[], 90, 75])
    }
  })

  it('is complained of where it asks for what a rehearsal cannot mean, each with its line', async () => {
    const asked = USUAL.replace('single_result', 'several_results\n  number_of_comparison_results: 3')
      .replace('sli: error_rate', 'sli: cpu_time')
      .replace('"< 200"', '"faster"')
    deepEqual(await complaints(asked), [
      '16:20  objectives[0].pass[1].criteria[0]: expected a criterion such as "<=+10%" or "<500", found "faster"',
    ])
    deepEqual(await complaints(asked.replace('"faster"', '"<200"')), [
      '5:17  comparison.compare_with: expected a single result, for a rehearsal compares with its own baseline, found "several_results"',
      '6:33  comparison.number_of_comparison_results: expected a single result, for a rehearsal compares with its own baseline, found 3',
      '19:10  objectives[1].sli: expected what a rehearsal measures, one of response_time_p50, response_time_p90, response_time_p95, response_time_p99, error_rate, throughput, found "cpu_time"',
    ])
    deepEqual(await complaints('spec_version: "2.0"\nobjectives: []\ntotal: 1\n'), [
      '1:15  spec_version: expected a version from 0.1 to 1.0, found "2.0"',
      '2:13  objectives: expected at least one objective, found a list',
      '3:1  total: expected one of spec_version, filter, comparison, objectives, total_score, found total',
    ])
  })

  it('must be there', async () => {
    using spec = specFolder(`${MINIMAL}limits: { slo: nowhere.yaml }\n`)
    const said = await spec.complaints()
    equal(said[0]?.includes('nowhere.yaml'), true)
  })
})
