import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Check } from './check.ts'
import { noWayBack, onPlay, type Play } from './play.ts'
import { rule } from './rule.ts'

type Server = EntryOf<'server.read'>

export const rollbackRestoresVersions: Check = {
  id: 'rollback-restores-versions',
  gating: true,
  act: 'audit',
  asks: 'After the rollback, does everything run in the version and with the server settings it had before?',
  why: 'A rollback that forgets a service leaves the new version running on the old schema. A server that was upgraded or set anew while the rehearsal ran makes every other comparison mean something else.',
  remedy: 'Add the missing step to the rollback: the service to its old version, the server to its old settings.',
  judge: onPlay((play) => {
    if (!play.wayBack) return noWayBack(play)
    const [seeded] = entriesOf(play.entries, 'server.read').filter(({ when }) => when === 'seeded')
    const restored = entriesOf(play.entries, 'server.read').findLast(({ when }) => when === 'restored')
    if (seeded === undefined || restored === undefined) {
      const missing = ['versions were not read both before the upgrade and after the rollback']
      return rule({ findings: [], missing, settledBy: 'a rehearsal that reaches the audit', passed: '' })
    }
    return rule({
      findings: [...services(play), ...server(seeded, restored)],
      missing: [],
      settledBy: '',
      passed: `every service and the server (${restored.version}) are what they were`,
    })
  }),
}

/** The first version that a service was seen in, against the last. */
function services({ entries }: Play): readonly Finding[] {
  // What goes forward again after the rollback is no part of it.
  const [forward] = entriesOf(entries, 'act.started').filter(({ act }) => act === 'forward')
  const until = entriesOf(entries, 'stage.service').filter(({ seq }) => forward === undefined || seq < forward.seq)
  const seen = Map.groupBy(until, ({ service }) => service)
  return [...seen].flatMap(([service, versions]) => {
    const [first, last] = [versions[0], versions.at(-1)]
    if (first === undefined || last === undefined || first.version === last.version) return []
    return [difference('blocker', service, { is: last.version, was: first.version }, [first.seq, last.seq])]
  })
}

function server(seeded: Server, restored: Server): readonly Finding[] {
  const evidence = [seeded.seq, restored.seq]
  const version =
    seeded.version === restored.version
      ? []
      : [difference('blocker', 'PostgreSQL', { is: restored.version, was: seeded.version }, evidence)]
  const names = [...new Set([...Object.keys(seeded.settings), ...Object.keys(restored.settings)])].sort()
  const settings = names.flatMap((name) => {
    const [was, is] = [seeded.settings[name] ?? 'not set', restored.settings[name] ?? 'not set']
    return was === is ? [] : [difference('concern', `setting ${name}`, { is, was }, evidence)]
  })
  return [...version, ...settings]
}

function difference(
  severity: Severity,
  subject: string,
  { is, was }: { readonly is: string; readonly was: string },
  evidence: readonly number[],
): Finding {
  return {
    check: rollbackRestoresVersions.id,
    severity,
    subject,
    summary: `is ${is} after the rollback; it was ${was}`,
    remedy: rollbackRestoresVersions.remedy,
    measured: { is },
    limit: { is: was },
    evidence,
  }
}
