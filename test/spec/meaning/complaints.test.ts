import { deepEqual } from 'node:assert/strict'
import { MINIMAL, specFolder } from '../folder.ts'

/** The complaints about a minimal spec with some lines more; these start at line 6. */
async function about(lines: string, files?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  using spec = specFolder(MINIMAL + lines, files)
  return await spec.complaints()
}

/** The complaints about a spec with these steps, from line 6 on, and a service `shop` on line 5. */
async function aboutSteps(...steps: readonly string[]): Promise<readonly string[]> {
  const stage =
    'stage: { services: { shop: { port: 80, image: x, version: a, versions: { a: {}, b: {} } }, redis: { port: 1, image: y } } }'
  const upgrade = ['upgrade:', '  steps:', ...steps.map((step) => `    - ${step}`)].join('\n')
  using spec = specFolder(
    `${MINIMAL.replace('upgrade: { steps: [] }', `${stage}\n${upgrade}`)}rollback: { way: none, reason: x }\n`,
  )
  return await spec.complaints()
}

describe('services of a spec', () => {
  it('can be started in the version that runs today', async () => {
    const lines = `stage:
  services:
    a: { port: 1 }
    b: { port: 1, image: x, versions: { "1": {} } }
    c: { port: 1, image: x, version: "2", versions: { "1": {} } }
    d: { port: 1, version: "1", versions: { "1": {}, "2": { command: run } } }
    drain: { port: 1, image: x }
`
    deepEqual(await about(lines), [
      '8:8  stage.services.a: expected a command, an image or a build, found none of them',
      '9:5  stage.services.b.version: expected the version that runs today, one of 1, found nothing',
      '10:38  stage.services.c.version: expected the version that runs today, one of 1, found "2"',
      '11:50  stage.services.d.versions["1"]: expected a command, an image or a build, found none of them',
      '12:12  stage.services.drain: expected a name that a service step has no meaning for, found drain',
    ])
  })

  it('are made from folders that exist', async () => {
    const lines = `stage:
  services:
    a: { port: 1, command: run, source: nowhere }
    b: { port: 1, build: { context: service } }
    c: { port: 1, build: { context: service, dockerfile: Other } }
    d: { port: 1, build: { context: nowhere } }
    e: { port: 1, build: { context: . , dockerfile: scenario.ts } }
`
    deepEqual(await about(lines), [
      '8:41  stage.services.a.source: expected a folder, found no folder nowhere',
      '9:37  stage.services.b.build.context: expected a folder with a Dockerfile, found no Dockerfile in service',
      '10:58  stage.services.c.build.dockerfile: expected a folder with a Dockerfile, found no Other in service',
      '11:37  stage.services.d.build.context: expected a folder, found no folder nowhere',
    ])
  })

  it('depend on declared services, and on none that depends on them', async () => {
    const lines = `stage:
  services:
    shop: { port: 1, image: x, dependsOn: [redi, queue] }
    redis: { port: 1, image: x }
    queue: { port: 1, image: x, dependsOn: [shop, redis] }
`
    deepEqual(await about(lines), [
      '8:44  stage.services.shop.dependsOn[0]: expected a declared service, found redi (did you mean redis?)',
      '8:50  stage.services.shop.dependsOn[1]: expected a service that can start before shop, found queue, which depends on shop',
      '10:45  stage.services.queue.dependsOn[0]: expected a service that can start before queue, found shop, which depends on queue',
    ])
  })
})

describe('steps of a spec', () => {
  it('swap one declared service for a declared version', async () => {
    const complaints = await aboutSteps(
      'service: { shop: b }',
      'service: { shp: b }',
      'service: { shop: c }',
      'service: { shop: 5.0 }',
      'service: { shop: b, redis: default }',
      'service: { shop: b, stratgy: rolling }',
      'service: { strategy: rolling }',
    )
    deepEqual(complaints, [
      '9:23  upgrade.steps[1].service.shp: expected a declared service (shop, redis), found shp (did you mean shop?)',
      '10:24  upgrade.steps[2].service.shop: expected a declared version of shop (a, b), found "c"',
      '11:24  upgrade.steps[3].service.shop: expected a version in quotes, such as "5.0", found 5.0',
      '12:16  upgrade.steps[4].service: expected one service and its version, such as payments: "5.0", found shop and redis',
      '13:16  upgrade.steps[5].service: expected one service and its version, such as payments: "5.0", found shop and stratgy (did you mean strategy?)',
      '14:16  upgrade.steps[6].service: expected one service and its version, such as payments: "5.0", found none',
    ])
  })

  it('run in declared service versions', async () => {
    const complaints = await aboutSteps(
      'run: { command: x, in: shop@a }',
      'run: { command: x, in: redis }',
      'run: { command: x, in: shop }',
      'migrate: { command: x, in: shop@c }',
      'run: { command: x, in: other@a }',
      'run: { command: x, in: shop at a }',
    )
    deepEqual(complaints, [
      '10:30  upgrade.steps[2].run.in: expected a declared version of shop (shop@a, shop@b), found "shop"',
      '11:34  upgrade.steps[3].migrate.in: expected a declared version of shop (shop@a, shop@b), found "shop@c"',
      '12:30  upgrade.steps[4].run.in: expected a declared service and its version (shop@a, shop@b, redis@default), found "other@a"',
      '13:30  upgrade.steps[5].run.in: expected a service and its version, such as payments@5.0, found "shop at a"',
    ])
  })

  it('migrate with files that are there', async () => {
    const complaints = await aboutSteps(
      'migrate: { files: migrations }',
      'migrate: { files: nowhere }',
      'migrate: { files: service }',
      'migrate: { files: service, direction: down }',
      'migrate: { files: scenario.ts }',
    )
    deepEqual(complaints, [
      '9:25  upgrade.steps[1].migrate.files: expected a folder of SQL files, found no nowhere',
      '10:25  upgrade.steps[2].migrate.files: expected *.up.sql files, or plain *.sql files, found none in service',
      '11:25  upgrade.steps[3].migrate.files: expected *.down.sql files, found none in service',
      '12:25  upgrade.steps[4].migrate.files: expected a folder of SQL files, or one .sql file, found scenario.ts',
    ])
  })

  it('are answered by a way back', async () => {
    using spec = specFolder(MINIMAL.replace('[]', '[{ wait: 1s }]'))
    deepEqual(await spec.complaints(), [
      '1:1  rollback: expected a way back (way: down, restore or code-only with steps, or way: none with a reason), found nothing',
    ])
  })

  it('are judged on each way back that is to be compared, and a snapshot has both its commands', async () => {
    const ways =
      'rollback: { way: restore, snapshot: pg_dump, alternatives: [{ way: code-only, steps: [{ service: { shop: a } }] }] }'
    using spec = specFolder(`${MINIMAL.replace('[]', '[{ wait: 1s }]')}${ways}\n`)
    deepEqual(await spec.complaints(), [
      '6:1  rollback.restore: expected both commands, `snapshot` and `restore`, or neither, found nothing',
      '6:106  rollback.alternatives[0].steps[0].service.shop: expected a declared service, found shop',
    ])
  })

  it('migrate nothing where only code goes back', async () => {
    const way = 'rollback: { way: code-only, steps: [{ migrate: { files: migrations, direction: down } }] }'
    using spec = specFolder(`${MINIMAL.replace('[]', '[{ wait: 1s }]')}${way}\n`)
    deepEqual(
      (await spec.complaints()).at(-1),
      '6:48  rollback.steps[0].migrate: expected no migration where only code goes back, or way: down, found a map',
    )
  })

  it('migrate nothing down where a snapshot of ours brought the old schema back', async () => {
    const steps = 'steps: [{ migrate: { files: migrations, direction: down } }]'
    const complained = async (way: string) => {
      using spec = specFolder(`${MINIMAL.replace('[]', '[{ wait: 1s }]')}rollback: { ${way}, ${steps} }\n`)
      return (await spec.complaints()).filter((line) => line.includes('migrate: expected'))
    }
    deepEqual(await complained('way: restore'), [
      '6:46  rollback.steps[0].migrate: expected no migration down after a restore, which brings the old schema back: remove this step, found a map',
    ])
    deepEqual(await complained('way: restore, snapshot: take, restore: bring'), [])
  })

  it('need no steps back where nothing is migrated', async () => {
    using spec = specFolder(`${MINIMAL.replace('[]', '[{ wait: 1s }]')}rollback: { way: down }\n`)
    deepEqual(await spec.complaints(), ['none'])
  })

  it('hold for seeds as well', async () => {
    deepEqual(await about('seed: { files: nowhere, commands: [{ command: x, in: shop@a }] }\n'), [
      '6:16  seed.files: expected a folder of SQL files, found no nowhere',
      '6:54  seed.commands[0].in: expected a declared service and its version, found "shop@a"',
    ])
  })
})

describe('placeholders of a spec', () => {
  it('stand where the running copy fills them in, and name what it knows', async () => {
    const lines = `stage:
  services:
    shop: { port: 1, command: "run \${port} \${databse.url}", environment: { A: "\${service.shop.host}", B: "\${service.other.url}" } }
  partners:
    bank: { routes: [{ operation: GET /, body: { url: "\${service.shop.url}/\${port}" }, headers: { a: "\${port}" } }] }
seed: { commands: ["psql \${database.url} \${x%.*} $\${x%.*}"] }
`
    const any = `a placeholder (\${database.url}, \${service.NAME.url}, \${partner.NAME.url}), or $\${…} for a shell’s own`
    deepEqual(await about(lines), [
      `8:31  stage.services.shop.command: expected ${any.replace('(', `(\${port}, `)}, found \${databse.url} (did you mean \${database.url}?)`,
      `8:106  stage.services.shop.environment.B: expected a placeholder that names a declared service (\${service.NAME.url}, .host or .port), found \${service.other.url} (did you mean \${service.shop.url}?)`,
      `10:55  stage.partners.bank.routes[0].body.url: expected ${any}, found \${port}`,
      `10:102  stage.partners.bank.routes[0].headers.a: expected text without placeholders here, found \${port}`,
      `11:20  seed.commands[0]: expected ${any}, found \${x%.*}`,
    ])
  })
})

describe('stand-ins of a spec', () => {
  it('are told times that can be true', async () => {
    const lines = `stage:
  partners:
    bank:
      routes:
        - operation: GET /
          latency: { p50: 30ms }
        - operation: GET /a
          latency: { p50: 2s, p99: 1s }
          faults: [{ every: 1s, lasting: { min: 5s, max: 2s }, retryAfter: 1500ms }]
        - operation: FETCH /
          faults: [{ every: 0s, lasting: { min: 0s, max: 0s } }]
`
    deepEqual(await about(lines), [
      '13:27  stage.partners.bank.routes[1].latency.p50: expected at most p99 (1s), found "2s"',
      '14:49  stage.partners.bank.routes[1].faults[0].lasting.min: expected at most max (2s), found "5s"',
      '14:58  stage.partners.bank.routes[1].faults[0].lasting.max: expected at most every (1s), found "2s"',
      '14:76  stage.partners.bank.routes[1].faults[0].retryAfter: expected whole seconds, which is what Retry-After can say, found "1500ms"',
      '15:22  stage.partners.bank.routes[2].operation: expected a method and a path, such as "PUT /charges/:id", found "FETCH /"',
      '16:29  stage.partners.bank.routes[2].faults[0].every: expected a duration above zero, found "0s"',
    ])
  })
})

describe('ledgers of a spec', () => {
  it('name a table and a column', async () => {
    using spec = specFolder(
      MINIMAL.replace(
        'upgrade:',
        '  ledgers: { a: { table: shop.orders, key: id }, b: { table: "orders;", key: "a b" }, c: {} }\nupgrade:',
      ),
    )
    deepEqual(await spec.complaints(), [
      '5:62  traffic.ledgers.b.table: expected a table, such as orders or shop.orders, found "orders;"',
      '5:78  traffic.ledgers.b.key: expected a column, found "a b"',
      '5:87  traffic.ledgers.c.key: expected a column, found nothing',
      '5:87  traffic.ledgers.c.table: expected a table, such as orders or shop.orders, or a query, found nothing',
    ])
  })

  it('say once where writes are found, and by which columns', async () => {
    const ledgers = [
      'both: { table: orders, query: SELECT 1, key: id }',
      'words: { table: orders, key: id, content: amount }',
      'odd: { table: orders, key: id, content: { a b: c, d: "e f" } }',
    ]
    using spec = specFolder(MINIMAL.replace('upgrade:', `  ledgers:\n    ${ledgers.join('\n    ')}\nupgrade:`))
    deepEqual(await spec.complaints(), [
      '6:35  traffic.ledgers.both.query: expected a table or a query, found both',
      '7:47  traffic.ledgers.words.content: expected a list of columns or a map of fields to columns, found "amount"',
      '8:47  traffic.ledgers.odd.content["a b"]: expected a field, such as amountCents or customer.id, found a b',
      '8:58  traffic.ledgers.odd.content.d: expected a column, found "e f"',
    ])
  })
})

describe('invariants of a spec', () => {
  it('are a statement, or a map with one', async () => {
    const invariants = 'a: [], b: { on: new }, c: { query: SELECT 1, on: later, timeout: 0s }, d: ""'
    using spec = specFolder(`${MINIMAL}invariants: { ${invariants} }\n`)
    deepEqual(await spec.complaints(), [
      '6:18  invariants.a: expected text or a map, found a list',
      '6:22  invariants.b.query: expected text, found nothing',
      '6:64  invariants.c.on: expected one of old, new, both, found "later"',
      '6:80  invariants.c.timeout: expected a duration above zero, found "0s"',
      '6:89  invariants.d: expected text or a map, found ""',
    ])
  })
})

describe('what the probes are told of production', () => {
  it('is complained of where its files are not there', async () => {
    using spec = specFolder(
      `${MINIMAL.replace('traffic:\n', 'traffic:\n  statements: app.sql\n')}production: { profile: gone.json }\n`,
    )
    deepEqual(await spec.complaints(), [
      '3:15  traffic.statements: expected a file of SQL statements, found no file app.sql',
      '7:24  production.profile: expected a profile that fulldress profile wrote, found no file gone.json',
    ])
  })
})

describe('what the comparison is measured by', () => {
  it('is made of numbers that can be meant', async () => {
    const lines = `limits:
  endpoints:
    POST /orders: { gate: yes please, margin: 0, effect: { share: -1, latency: soon }, objective: 2 }
  burnRates: { hourly: 14.4, 6h: none }
`
    deepEqual(await about(lines), [
      '8:27  limits.endpoints["POST /orders"].gate: expected true or false, found "yes please"',
      '8:47  limits.endpoints["POST /orders"].margin: expected a share above zero, found 0',
      '8:67  limits.endpoints["POST /orders"].effect.share: expected a share above zero, found -1',
      '8:80  limits.endpoints["POST /orders"].effect.latency: expected a duration such as 300ms, 5s, 2m or 1h, found "soon"',
      '8:99  limits.endpoints["POST /orders"].objective: expected a share from 0 to 1, found 2',
      '9:16  limits.burnRates.hourly: expected a window such as 1h or 6h, found hourly',
      '9:34  limits.burnRates["6h"]: expected a share above zero, such as 0.25, found "none"',
    ])
  })

  it('has two blocks in an act at least', async () => {
    const timed = (times: string) => MINIMAL.replace('traffic:\n', `traffic:\n${times}`)
    using long = specFolder(timed('  actTime: 30s\n  block: 16s\n'))
    using half = specFolder(timed('  actTime: 30s\n  block: 15s\n'))
    deepEqual(await long.complaints(), ['4:10  traffic.block: expected half of actTime (30s) at most, found "16s"'])
    deepEqual(await half.complaints(), ['none'])
  })
})
