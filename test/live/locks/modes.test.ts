import assert from 'node:assert/strict'
import { tryBlocked } from '../../../bench/modes/blocked-trial.ts'
import { BLOCKED } from '../../../bench/modes/forms/blocked.ts'
import { FORMS } from '../../../bench/modes/forms/index.ts'
import { keepTrace, type Tracing } from '../../../bench/modes/tracing.ts'
import { prepareServer, tryForm } from '../../../bench/modes/trial.ts'
import type { Session } from '../../../harness/database/session.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { hasProgram } from '../program.ts'

// Every eighth of the forms that `npm run bar -- modes` tries on three versions, and two that refuse a transaction.
const EVERY = 8

describe('traced lock modes', function () {
  this.timeout(60_000)
  let server: TestServer
  let looker: Session
  let tracing: Tracing

  before(async function () {
    // One of the three clients that send each form.
    if (!hasProgram('psql')) this.skip()
    server = await startTestServer(17)
    looker = await server.session()
    await prepareServer(looker)
    tracing = await keepTrace(server.address)
  })

  after(async () => {
    await tracing?.[Symbol.asyncDispose]()
    await looker?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  const known = FORMS.filter(({ since = 16 }) => since <= 17)
  for (const form of known.filter((_, index) => index % EVERY === 0)) {
    it(`equal those in pg_locks: ${form.statement.replaceAll(/\s+/g, ' ').slice(0, 80)}`, async () => {
      assert.deepEqual(await tryForm(form, { server: server.address, looker, tracing }), [])
    })
  }

  for (const form of [0, 4].map((index) => BLOCKED[index]).filter((one) => one !== undefined)) {
    it(`equal the documentation while they wait: ${form.statement}`, async () => {
      assert.deepEqual(await tryBlocked(form, { server: server.address, looker, tracing }), [])
    })
  }
})
