import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { judge } from '../../harness/checks/judge.ts'
import type { Entry, Fact } from '../../harness/model/evidence.ts'
import { renderVerdictJson } from '../../harness/report/verdict-json.ts'
import { verdictSchema } from '../../harness/report/verdict-schema.ts'
import { change } from '../checks/change.ts'
import { journal, started, wholeRehearsal } from '../checks/journal.ts'
import { stair, stairway } from '../checks/stairs.ts'
import { tried } from '../checks/trials.ts'
import { FIXTURES, fixture } from './fixture.ts'

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(verdictSchema())

function assertValid(entries: readonly Entry[]): void {
  const verdict: unknown = JSON.parse(renderVerdictJson(entries, judge(entries)))
  assert.ok(validate(verdict), JSON.stringify(validate.errors))
}

describe('the JSON Schema of verdict.json', () => {
  it('is the one in the package (node harness/report/verdict-schema.ts > verdict.schema.json)', () => {
    const file = new URL('../../verdict.schema.json', import.meta.url)
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(verdictSchema())))
  })

  it('describes what is written of every journal, an empty one included', () => {
    for (const name of FIXTURES) assertValid(fixture(name))
    assertValid([])
  })

  it('describes a rehearsal with a declared window, and other ways back', () => {
    const way = { way: 'restore', verdict: 'go', rollbackMs: 1, stallMs: 0, writesLost: null, residue: 0 } as const
    const rehearsed: Fact = { kind: 'way.rehearsed', folder: 'ways/restore', ...way }
    const parts = { started: [started({ change: change(60_000), pointOfNoReturn: 'x' })], ended: [rehearsed] }
    assertValid(wholeRehearsal(parts))
  })

  it('describes what `locks` and `stairway` write', () => {
    const begun: Fact = { kind: 'locks.started', name: 'migrations', runtime: 'processes', migrations: ['m'] }
    assertValid(journal(begun))
    assertValid(tried({}))
    assertValid(journal(...stairway([stair()])))
  })

  it('refuses a key that it does not know, a verdict that there is not, and one without its checks', () => {
    const entries = fixture('as-delivered')
    const verdict = JSON.parse(renderVerdictJson(entries, judge(entries))) as Record<string, unknown>
    const { checks: _without, ...lacking } = verdict
    for (const wrong of [{ ...verdict, extra: 1 }, { ...verdict, verdict: 'maybe' }, lacking]) {
      assert.equal(validate(wrong), false)
    }
  })
})
