import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Night, nightOf } from '../../harness/comparison/night.ts'
import { endpoint, phase, wholeRehearsal } from '../checks/journal.ts'

export const ENTRIES = wholeRehearsal({
  baseline: [phase('baseline', { endpoints: [endpoint({ requests: 1_000 })] })],
  soak: [phase('soak', { endpoints: [endpoint({ requests: 1_200, failed: 12 })] })],
  restored: [phase('restored', { endpoints: [endpoint({ requests: 1_100 })] })],
})

export function night(at: string, restoredMs: number): Night {
  const one = nightOf('/runs/a', ENTRIES, 'go')
  const [only] = one?.endpoints ?? []
  assert.ok(one !== null && only !== undefined)
  return { ...one, at, endpoints: [{ ...only, restoredMs }] }
}

/** Lines that somebody may leave in a history: cut off, of another program, or with texts where numbers are meant. */
export function foreignLines(night: Night): readonly string[] {
  const [only] = night.endpoints
  const changed = (change: object) => JSON.stringify({ ...night, endpoints: [{ ...only, ...change }] })
  return [
    'null',
    '[1]',
    '\u0000\u0001',
    '{"at":"2026-01-01","endpoints":[]}',
    JSON.stringify({ ...night, environment: null }),
    JSON.stringify({ ...night, environment: { rehearsal: 1 } }),
    JSON.stringify({ ...night, at: 'yesterday' }),
    JSON.stringify({ ...night, endpoints: [null] }),
    JSON.stringify({ ...night, endpoints: [only, only] }),
    JSON.stringify({ ...night, endpoints: {} }),
    changed({ endpoint: 7 }),
    changed({ ratePerSecond: 'many' }),
    changed({ ratePerSecond: 0 }),
    changed({ baselineMs: null }),
    changed({ sigma: '0.8' }),
    changed({ soakMs: -1 }),
    changed({ restoredMs: 'x' }).replace('"x"', '1e999'),
    '{"at":"2026',
  ]
}

/** A folder for nights, that is gone when it goes out of scope; it is not there yet. */
export function emptyHistory(): Disposable & { readonly history: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-history-'))
  return {
    history: join(folder, 'history'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
