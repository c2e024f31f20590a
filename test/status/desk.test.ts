import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from '../../harness/checks/judge.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Reading } from '../../harness/model/reading.ts'
import type { News } from '../../harness/status/audience.ts'
import { Desk } from '../../harness/status/desk.ts'
import { endingOf } from '../../harness/status/ending.ts'
import type { LiveState } from '../../harness/status/state.ts'
import { act, journal, started, T0 } from '../checks/journal.ts'
import { ENDPOINT } from './state.ts'

const FIXTURE = new URL('../fixtures/journals/as-delivered.jsonl', import.meta.url).pathname
const BEGUN = journal(started(), ...act('stage'), { kind: 'act.started', act: 'seed' })

describe('a desk', () => {
  let folder: string
  let told: News[]
  let nowMs: number
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-'))
    told = []
    nowMs = T0 + 5_000
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function open(tell: (news: News) => void = (news) => told.push(news)): Desk {
    const audience = { watches: true, tell, [Symbol.asyncDispose]: () => Promise.resolve() }
    return new Desk({ folder, audience, now: () => nowMs, everyMs: 20 })
  }

  function states(): readonly LiveState[] {
    return told.flatMap((news) => (news.kind === 'state' ? [news.state] : []))
  }

  function kept(): readonly { readonly kind: string }[] {
    const lines = readFileSync(join(folder, 'status.jsonl'), 'utf8').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as { kind: string })
  }

  it('keeps the messages that it tells, and tells where', () => {
    using desk = open()
    for (const entry of BEGUN) desk.hear(entry)
    const messages = told.flatMap((news) => (news.kind === 'message' ? [news.message] : []))
    assert.deepEqual(
      messages.map(({ kind }) => kind),
      ['start', 'act', 'act'],
    )
    assert.deepEqual(kept(), messages)
    assert.deepEqual(told[0], { kind: 'folder', folder })
  })

  it('tells again and again what there is to see', async () => {
    using desk = open()
    for (const entry of BEGUN) desk.hear(entry)
    desk.onAir(() => ({ endpoints: [ENDPOINT], waiting: null }))
    desk.progress('  loading ')
    desk.part({ doing: 'loading', done: 1, of: 2, unit: 'statements' })
    await sleep(60)
    const [state] = states()
    assert.ok(states().length > 0)
    assert.deepEqual(state?.act, { name: 'seed', sinceMs: T0 + 3_000 })
    assert.deepEqual([state?.next, state?.doing, state?.atMs, state?.startedMs], ['probes', 'loading', nowMs, T0])
    assert.deepEqual(state?.reading, { endpoints: [ENDPOINT], waiting: null })
    assert.deepEqual(
      state?.ended.map((one) => one.act),
      ['stage'],
    )
  })

  it('says that an act is still under way when a word is due', async () => {
    using desk = open()
    for (const entry of BEGUN) desk.hear(entry)
    nowMs = T0 + 16 * 60_000
    await sleep(60)
    assert.equal(kept().at(-1)?.kind, 'still')
  })

  it('judges when an act has ended, not within the record of it, and ends with the verdict', async () => {
    using desk = open()
    const { entries } = readJournal(FIXTURE)
    for (const entry of entries) desk.hear(entry)
    assert.ok(!kept().some(({ kind }) => kind === 'first-blocker'))
    await new Promise((done) => setImmediate(done))
    assert.equal(kept().filter(({ kind }) => kind === 'first-blocker').length, 1)
    desk.conclude(endingOf(entries, judge(entries), 'r.html'))
    const last = states().at(-1)
    assert.deepEqual(last?.ending, { verdict: 'no-go', headline: 'NO-GO, 4 blockers, 1 note', report: 'r.html' })
    assert.deepEqual(last?.counts, { blockers: 4, concerns: 0, notes: 1 })
    assert.deepEqual([last?.act, last?.reading, last?.nextUpdateBy], [null, null, null])
    assert.equal(kept().at(-1)?.kind, 'verdict')
  })

  it('keeps its own mistakes from the run, and says that it fell silent', async () => {
    const broken = () => {
      throw new Error('no such instrument')
    }
    using desk = open()
    for (const entry of BEGUN) desk.hear(entry)
    desk.onAir(broken as () => Reading)
    await sleep(60)
    desk.hear(BEGUN[1] as (typeof BEGUN)[number])
    assert.equal(desk.failure, 'no such instrument')
    assert.equal(kept().length, 3)
  })

  it('shows the busiest endpoints of many, and counts the rest', async () => {
    using desk = open()
    for (const entry of BEGUN) desk.hear(entry)
    const endpoints = Array.from({ length: 70 }, (_, index) => ({
      ...ENDPOINT,
      endpoint: `${index}`,
      requestsPerSecond: index,
    }))
    desk.onAir(() => ({ endpoints, waiting: null }))
    await sleep(60)
    const [state] = states()
    assert.deepEqual([state?.reading?.endpoints.length, state?.furtherEndpoints], [60, 10])
    assert.equal(state?.reading?.endpoints[0]?.endpoint, '69')
  })
})
