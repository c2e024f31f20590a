import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { MINIMAL, specFolder } from './folder.ts'

/** The complaints about a minimal spec with some lines more; these start at line 6. */
async function about(lines: string, env?: NodeJS.ProcessEnv): Promise<readonly string[]> {
  using spec = specFolder(MINIMAL + lines)
  return await spec.complaints(env)
}

const KEYS = 'rehearsal, production, stage, seed, traffic, upgrade, rollback, invariants, change, limits'

describe('the text of a spec', () => {
  it('is YAML, or the place of the syntax error is named', async () => {
    deepEqual(await about('limits: { stall: 1s\nstage: ]\n'), [
      '7:1  expected valid YAML, found a syntax error: Flow map in block collection must be sufficiently indented and end with a }',
      '7:8  expected valid YAML, found a syntax error: Unexpected flow-seq-end token in YAML stream: "]"',
    ])
  })

  it('needs quotes around a placeholder within braces', async () => {
    const [first] = await about(`stage: { database: { user: \${WHO} } }\n`)
    equal(
      first,
      `6:29  expected valid YAML (within braces, a \${…} needs quotes), found a syntax error: Unexpected flow-map-start at node end`,
    )
  })

  it('is complained of when it is empty', async () => {
    using spec = specFolder('# nothing yet\n')
    deepEqual(await spec.complaints(), ['1:1  expected a map, found nothing'])
  })

  it('has each key once, so that no scenario hides another', async () => {
    using spec = specFolder(MINIMAL.replace('upgrade:', '    all: { script: other.ts }\nupgrade:'))
    deepEqual(await spec.complaints(), ['5:5  traffic.scenarios.all: expected each key once, found all again'])
  })

  it('has text for keys', async () => {
    deepEqual(await about('limits: { [a]: 1s }\n'), ['6:11  limits: expected keys that are text, found a list'])
  })

  it('may use anchors, but none within itself', async () => {
    deepEqual(await about('limits: { endpoints: { a: &a { p99: 1s }, b: *a } }\n'), ['none'])
    deepEqual(await about('seed: &s { commands: [*s, *t] }\n'), [
      '6:23  seed.commands[0]: expected the alias of an anchor above, found *s within itself',
      '6:27  seed.commands[1]: expected the alias of an anchor above, found *t',
    ])
  })

  it('is hinted at in the singular where one place is wrong', async () => {
    using spec = specFolder(MINIMAL.replace('1/s', 'often'))
    await rejects(spec.read(), {
      code: 'spec-invalid',
      message: `${spec.file}:4:39  traffic.scenarios.all.rate: expected a rate such as 20/s or 600/m, found "often"`,
      hint: 'mend this place; rehearsal.schema.json describes every key, and editors that know YAML check against it',
    })
  })
})

describe('the shape of a spec', () => {
  it('knows its keys and what a mistyped one meant', async () => {
    deepEqual(await about('limit: {}\nx-mine: 1\n'), [
      `6:1  limit: expected one of ${KEYS}, found limit (did you mean limits?)`,
      `7:1  x-mine: expected one of ${KEYS}, found x-mine`,
    ])
  })

  it('points at the map that lacks a key', async () => {
    using spec = specFolder('rehearsal: small\ntraffic:\n  environment: {}\nupgrade: {}\n')
    deepEqual(await spec.complaints(), [
      '2:1  traffic.scenarios: expected at least one scenario, or a model, found nothing',
      '4:1  upgrade.steps: expected a list, found nothing',
    ])
  })

  it('asks for at least one scenario', async () => {
    using spec = specFolder('rehearsal: small\ntraffic: { scenarios: {} }\nupgrade: { steps: [] }\n')
    deepEqual(await spec.complaints(), [
      '2:23  traffic.scenarios: expected at least one scenario, or a model, found a map',
    ])
  })

  it('tells each kind of value from the others', async () => {
    const lines = [
      'limits:',
      '  stall: 1 second',
      '  objective: 99.9',
      '  stalledRequests: none',
      '  productionRate: 0/s',
      'seed: here',
      'stage: { database: { version: 15 }, services: { Shop: { port: 80, image: x } } }',
    ]
    deepEqual(await about(`${lines.join('\n')}\n`), [
      '7:10  limits.stall: expected a duration such as 300ms, 5s, 2m or 1h, found "1 second"',
      '8:14  limits.objective: expected a share from 0 to 1, found 99.9',
      '9:20  limits.stalledRequests: expected a whole number, found "none"',
      '10:19  limits.productionRate: expected a rate above zero, found "0/s"',
      '11:7  seed: expected a map, found "here"',
      '12:31  stage.database.version: expected one of 16, 17, 18, found 15',
      '12:49  stage.services.Shop: expected a name of lower-case letters, digits, hyphens and underscores, found Shop',
    ])
  })

  it('has no rate that no machine sends', async () => {
    const complaintsOf = async (rate: string) => {
      using spec = specFolder(MINIMAL.replace('1/s', rate))
      return await spec.complaints()
    }
    const said = (rate: string) => [
      `4:39  traffic.scenarios.all.rate: expected a rate of at most 100000/s, found "${rate}"`,
    ]
    deepEqual(await complaintsOf('100001/s'), said('100001/s'))
    const [endless] = await complaintsOf(`${'9'.repeat(400)}/s`)
    match(endless ?? '', /: expected a rate of at most 100000\/s, found "9/)
    deepEqual(await complaintsOf('6000000/m'), ['none'])
  })

  it('tells what is wrong with a step by the step that it resembles', async () => {
    using spec = specFolder(`${MINIMAL.replace('upgrade: { steps: [] }', 'upgrade:')}  steps:
    - wait: long
    - { wait: 1s, for: luck }
    - migrat: { files: migrations }
    - {}
    - run: [make, it]
    - run: { comand: make }
    - migrate: { command: make, files: migrations }
    - { run: make, wait: 1s }
rollback: { way: back }
`)
    deepEqual(await spec.complaints(), [
      '7:13  upgrade.steps[0].wait: expected a duration such as 300ms, 5s, 2m or 1h, found "long"',
      '8:19  upgrade.steps[1].for: expected no key but wait, found for',
      '9:7  upgrade.steps[2].migrat: expected one of migrate, service, run, wait, found migrat (did you mean migrate?)',
      '10:7  upgrade.steps[3]: expected one of the keys migrate, service, run, wait, found a map',
      '11:12  upgrade.steps[4].run: expected text or a map, found a list',
      '12:7  upgrade.steps[5].run.command: expected text, found nothing',
      '12:14  upgrade.steps[5].run.comand: expected one of command, in, timeout, environment, found comand (did you mean command?)',
      '13:18  upgrade.steps[6].migrate.command: expected one of files, after, upTo, direction, lock, lockTimeout, retries, timeout, found command',
      '14:20  upgrade.steps[7].wait: expected no key but run, found wait',
      '15:18  rollback.way: expected one of down, restore, code-only, none, found "back"',
    ])
  })

  it('asks for quotes where YAML would read a version as a number', async () => {
    const lines = [
      'stage:',
      '  services:',
      '    shop:',
      '      { port: 80, image: x, version: 5.0, versions: { 5.0: {}, "5.1": {} } }',
    ]
    deepEqual(await about(`${lines.join('\n')}\n`), [
      '9:38  stage.services.shop.version: expected a version in quotes, such as "5.0", found 5.0',
      '9:55  stage.services.shop.versions["5.0"]: expected a version in quotes, such as "5.0" (without them YAML reads a number), found 5.0',
    ])
  })
})

describe('the environment of a spec', () => {
  it('names each variable that is not set', async () => {
    deepEqual(await about(`stage: { database: { user: "\${WHO}-\${WHERE}", password: "\${PW:-x}" } }\n`), [
      `6:28  stage.database.user: expected the environment variable WHO to be set, or \${WHO:-default}, found it unset`,
      `6:28  stage.database.user: expected the environment variable WHERE to be set, or \${WHERE:-default}, found it unset`,
    ])
  })

  it('stays out of complaints, for it may be a secret', async () => {
    deepEqual(await about(`stage: { database: { version: "\${PW}" } }\n`, { PW: 'hush' }), [
      `6:31  stage.database.version: expected one of 16, 17, 18, found "\${PW}"`,
    ])
  })
})
