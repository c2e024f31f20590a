import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentHash } from '../../harness/comparison/environment.ts'
import { keepNight, latestNight, MOST_NIGHTS, readNights } from '../../harness/comparison/history.ts'
import { emptyHistory, foreignLines, night } from './known-nights.ts'

const [EARLY, LATE] = [night('2026-11-19T03:00:00.000Z', 30), night('2026-11-20T03:00:00.000Z', 29)]
const { environment: ENVIRONMENT } = EARLY
const FILE = `${environmentHash(ENVIRONMENT)}.jsonl`

describe('the history', () => {
  it('gives back the nights of an equal environment, oldest first, without lines that were cut off', () => {
    using here = emptyHistory()
    const elsewhere = { ...EARLY, environment: { ...ENVIRONMENT, postgres: '18.1' } }
    for (const one of [LATE, EARLY, elsewhere]) keepNight(here.history, one)
    for (const file of readdirSync(here.history)) appendFileSync(join(here.history, file), '{"at":"2026')
    assert.deepEqual(readNights(here.history, ENVIRONMENT), { nights: [EARLY, LATE], older: 0, foreign: 1 })
  })

  it('passes over what is no night, and counts it', () => {
    using here = emptyHistory()
    keepNight(here.history, EARLY)
    const foreign = foreignLines(LATE)
    for (const line of foreign) appendFileSync(join(here.history, FILE), `${line}\n\n`)
    keepNight(here.history, LATE)
    const counted = { foreign: foreign.length }
    assert.deepEqual(readNights(here.history, ENVIRONMENT), { nights: [EARLY, LATE], older: 0, ...counted })
    mkdirSync(join(here.history, 'folder.jsonl'))
    assert.deepEqual(latestNight(here.history, ENVIRONMENT.rehearsal ?? ''), {
      night: LATE,
      foreign: foreign.length + 1,
    })
  })

  it('loses no night to half a line that a killed run left', () => {
    using here = emptyHistory()
    keepNight(here.history, EARLY)
    appendFileSync(join(here.history, FILE), '{"at":"2026')
    keepNight(here.history, LATE)
    assert.deepEqual(readNights(here.history, ENVIRONMENT), { nights: [EARLY, LATE], older: 0, foreign: 1 })
  })

  it('looks at the newest nights alone, and counts those before', () => {
    using here = emptyHistory()
    mkdirSync(here.history)
    const lines = Array.from({ length: 5_000 }, (_, at) => {
      const day = new Date(Date.UTC(2020, 0, 1 + at)).toISOString()
      return `${JSON.stringify({ ...EARLY, at: day })}\n`
    })
    writeFileSync(join(here.history, FILE), lines.join(''))
    const { nights, older, foreign } = readNights(here.history, ENVIRONMENT)
    assert.deepEqual([nights.length, older, foreign], [MOST_NIGHTS, 5_000 - MOST_NIGHTS, 0])
    assert.equal(nights.at(-1)?.at, new Date(Date.UTC(2020, 0, 5_000)).toISOString())
  })

  it('has no nights where there is none, and counts a file that cannot be read', () => {
    const none = join(tmpdir(), 'fulldress-no-such-history')
    assert.deepEqual(readNights(none, ENVIRONMENT), { nights: [], older: 0, foreign: 0 })
    assert.deepEqual(latestNight(none, 'small'), { night: null, foreign: 0 })
    using here = emptyHistory()
    mkdirSync(join(here.history, FILE), { recursive: true })
    assert.deepEqual(readNights(here.history, ENVIRONMENT), { nights: [], older: 0, foreign: 1 })
  })
})
