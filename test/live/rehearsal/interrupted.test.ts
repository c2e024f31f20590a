import assert from 'node:assert/strict'
import { reaches, runOf, startFulldress } from '../../../bench/bars/fulldress.ts'
import { leftBehind } from '../../../bench/bars/left-behind.ts'
import { hasEngine } from '../engine.ts'
import { type Tiny, tiny, tinyWithoutMigrations } from './tiny.ts'

// A reduced count on the smallest rehearsal: `npm run bar -- interrupted` interrupts the sample at each act.
describe('a rehearsal that is ended before its end', function () {
  this.timeout(200_000)

  for (const [runtime, act] of [
    ['processes', 'baseline'],
    ['processes', 'upgrade'],
    ['containers', 'upgrade'],
  ] as const) {
    it(`leaves nothing and can be reported after SIGINT in ${act}, in ${runtime}`, async function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
      using rehearsal = withStandIn(act === 'upgrade' ? tiny() : tinyWithoutMigrations())
      const { started, whose } = await during(rehearsal, runtime, act)
      const before = leftBehind(whose)
      const at = Date.now()
      started.kill('SIGINT')
      const { exitCode, stderr } = await started.ended
      assert.equal(exitCode, 130, stderr)
      assert.ok(Date.now() - at < 30_000, `${Date.now() - at} ms`)
      assert.ok(before.length > 3, `it had nothing, so this shows nothing: ${before}`)
      assert.deepEqual(leftBehind(whose), [])
      const report = await startFulldress(['report', rehearsal.out]).ended
      assert.equal(report.exitCode, 3, report.stderr)
      assert.match(report.stdout, /^INCONCLUSIVE /m)
    })
  }

  for (const runtime of ['processes', 'containers'] as const) {
    it(`leaves nothing after SIGKILL and clean, in ${runtime}`, async function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
      using rehearsal = withStandIn(tinyWithoutMigrations())
      const { started, whose } = await during(rehearsal, runtime, 'baseline')
      started.kill('SIGKILL')
      await started.ended
      assert.notDeepEqual(leftBehind(whose), [])
      const { exitCode, stdout, stderr } = await startFulldress(['clean']).ended
      assert.equal(exitCode, 0, stderr)
      assert.match(stdout, /^removed /m)
      assert.deepEqual(leftBehind(whose), [])
    })
  }
})

/** Everything a run can have: a database, a service, its front, k6, and a stand-in. */
function withStandIn(rehearsal: Tiny): Tiny {
  rehearsal.edit('\nseed:', '\n  partners: { chat: { routes: [{ operation: POST /alerts, status: 200 }] } }\nseed:')
  return rehearsal
}

async function during({ spec, out }: Tiny, runtime: string, act: string) {
  const started = startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out], { limitSeconds: 120 })
  const reached = await reaches(out, (entry) => entry.kind === 'act.started' && entry.act === act, started.ended)
  if (!reached) assert.fail((await started.ended).stderr)
  return { started, whose: { run: runOf(out), owner: String(started.pid) } }
}
