import type { WaitRecord } from '../../model/wait-record.ts'
import { lastPart, type Part, type Wait } from './wait.ts'

/** A wait as the side file keeps it. */
export function recordOf(wait: Wait): WaitRecord {
  const { lock, contested, mode, parts, behind, end } = wait
  const { toMs, goneMs } = lastPart(wait)
  return {
    pid: lock.pid,
    application: lock.application,
    statement: lock.statement,
    relation: contested.relation,
    mode,
    fromMs: parts[0]?.fromMs ?? toMs,
    toMs,
    goneMs,
    ended: end ?? 'waits-on',
    parts: parts.map(tellPart),
    behind,
  }
}

function tellPart({ lock, fromMs, toMs, goneMs }: Part): WaitRecord['parts'][number] {
  return { type: lock.type, target: lock.target, mode: lock.mode, fromMs, toMs, goneMs }
}
