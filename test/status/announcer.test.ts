import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../../harness/checks/judge.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Entry } from '../../harness/model/evidence.ts'
import type { Finding } from '../../harness/model/finding.ts'
import { Announcer } from '../../harness/status/announcer.ts'
import { endingOf } from '../../harness/status/ending.ts'
import type { Message } from '../../harness/status/message.ts'
import { act, journal, started, T0 } from '../checks/journal.ts'

const FIXTURES = new URL('../fixtures/journals/', import.meta.url).pathname

/** As a desk does it, judging whenever an act has ended. */
function told(entries: readonly Entry[]): readonly Message[] {
  const announcer = new Announcer()
  const messages = entries.flatMap((entry, index) => {
    const found = entry.kind === 'act.ended' ? announcer.found.bind(announcer) : null
    const heard = announcer.hear(entry)
    return [heard, found?.(judge(entries.slice(0, index + 1)).findings)]
  })
  const last = announcer.end(Date.parse(entries.at(-1)?.at ?? ''), endingOf(entries, judge(entries), 'run/report.html'))
  return [...messages, last].filter((message) => message !== null && message !== undefined)
}

function fixture(name: string): readonly Entry[] {
  return readJournal(join(FIXTURES, `${name}.jsonl`)).entries
}

const twoActs = journal(started(), ...act('stage', { durationMs: 9_300, summary: 'processes' }), {
  kind: 'act.started',
  act: 'seed',
})

describe('the messages of a run', () => {
  it('say what begins, what ended, what is next and by when there will be news', () => {
    const [start, stage, seed] = told(twoActs)
    assert.equal(
      start?.text,
      'orders-v42: the rehearsal has begun, in processes, way back down. Next: stage. Next update by 06:27 UTC at the latest.',
    )
    assert.equal(stage?.text, 'orders-v42: stage has begun. Next: seed. Next update by 06:27 UTC at the latest.')
    assert.equal(
      seed?.text,
      'orders-v42: seed has begun. stage ok in 9.3 s: processes. Next: probes. Next update by 06:27 UTC at the latest.',
    )
    const { text: _, ...rest } = seed as Message
    assert.deepEqual(rest, {
      fulldress: 1,
      number: 3,
      at: '2026-11-21T06:12:03.000Z',
      kind: 'act',
      rehearsal: 'orders-v42',
      run: 'k3f9a2',
      owner: null,
      contact: null,
      act: 'seed',
      ended: [{ act: 'stage', status: 'ok', durationMs: 9_300, summary: 'processes' }],
      next: 'probes',
      elapsedMs: 3_000,
      nextUpdateBy: '2026-11-21T06:27:03.000Z',
      verdict: null,
      counts: { blockers: 0, concerns: 0, notes: 0 },
      finding: null,
    })
  })

  it('promise the next word of a steady act by its length', () => {
    const announcer = new Announcer()
    for (const entry of journal(started({ actTimeMs: 60_000 }), { kind: 'act.started', act: 'soak' }))
      announcer.hear(entry)
    assert.equal(announcer.dueMs, T0 + 1_000 + 240_000)
  })

  it('keep that promise in an act that takes longer', () => {
    const announcer = new Announcer()
    for (const entry of twoActs) announcer.hear(entry)
    const still = announcer.still(T0 + 15 * 60_000)
    assert.equal(still?.kind, 'still')
    assert.equal(
      still?.text,
      'orders-v42: seed is still under way. Next: probes. Next update by 06:42 UTC at the latest.',
    )
  })

  it('name who answers for the change, where the spec says so', () => {
    const change = { owner: 'Ada', contact: '#db-oncall' }
    const announcer = new Announcer()
    const [begun] = journal(started())
    const message = announcer.hear(Object.assign({ change }, begun))
    assert.deepEqual([message?.owner, message?.contact], ['Ada', '#db-oncall'])
    assert.match(message?.text ?? '', / Owner: Ada, #db-oncall\.$/)
  })

  it('tell the first blocker once, when it is known, and the verdict last', () => {
    const messages = told(fixture('as-delivered'))
    const kinds = messages.map(({ kind }) => kind)
    assert.equal(kinds.filter((kind) => kind === 'first-blocker').length, 1)
    assert.ok(kinds.indexOf('first-blocker') > 0 && kinds.indexOf('first-blocker') < kinds.length - 1)
    const last = messages.at(-1)
    assert.deepEqual([last?.kind, last?.verdict, last?.nextUpdateBy, last?.next], ['verdict', 'no-go', null, null])
    assert.match(last?.text ?? '', /^\S+: NO-GO, 4 blockers, 1 note\. .*Report: run\/report\.html$/)
    assert.deepEqual(
      messages.map(({ number }) => number),
      messages.map((_, index) => index + 1),
    )
  })

  it('are the same whenever they are made of the same entries', () => {
    assert.deepEqual(told(fixture('as-delivered')), told(fixture('as-delivered')))
  })

  it('say that a further rehearsal begins, and how the last act before it ended', () => {
    const announcer = new Announcer()
    for (const entry of [...journal(started(), ...act('audit'))]) announcer.hear(entry)
    const again = announcer.hear(journal(started({ wayBack: 'restore' }))[0] as Entry)
    assert.match(
      again?.text ?? '',
      /the rehearsal has begun once more, in processes, way back restore\. audit ok in 1 s\./,
    )
    assert.deepEqual(
      again?.ended.map(({ act }) => act),
      ['audit'],
    )
  })
})

describe('what is found so far', () => {
  for (const file of readdirSync(FIXTURES)) {
    it(`is never taken back by the end of ${file}`, () => {
      const { entries } = readJournal(join(FIXTURES, file))
      const known = (findings: readonly Finding[]) =>
        findings.map(({ check, severity, subject }) => `${severity} ${check} ${subject}`)
      const final = new Set(known(judge(entries).findings))
      for (const [index, { kind }] of entries.entries()) {
        if (kind !== 'act.ended') continue
        const taken = known(judge(entries.slice(0, index + 1)).findings).filter((one) => !final.has(one))
        assert.deepEqual(taken, [], `after entry ${index + 1}`)
      }
    })
  }
})
