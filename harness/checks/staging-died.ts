import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onPlay, type Play } from './play.ts'
import { rule } from './rule.ts'
import { isScenery } from './scenery.ts'
import { gist } from './steps-complete.ts'

type Death = EntryOf<'resource.died'>

export const stagingDied: Check = {
  id: 'staging-died',
  gating: true,
  act: 'stage',
  asks: 'Did the database and the services stay alive?',
  why: 'A database that crashes or a service that exits under the upgrade will do so in production. What dies before the upgrade has begun says nothing about it.',
  remedy: 'Read the last lines of its log in the run’s logs/ folder; memory and disk are the usual suspects.',
  judge: onPlay((play) => {
    const deaths = entriesOf(play.entries, 'resource.died')
    const ended = entriesOf(play.entries, 'rehearsal.ended').length > 0
    const questions = deaths.filter((death) => !isNews(play, death)).map((death) => `${death.resource} ${howOf(death)}`)
    return rule({
      findings: deaths.filter((death) => isNews(play, death)).map(finding),
      missing: ended ? questions : [...questions, 'the journal stops before the rehearsal’s end'],
      settledBy: 'a rehearsal in which everything lives until the upgrade begins',
      passed: 'the database and every service in its place lived from stage to audit',
    })
  }),
}

/** Whether a death says something about the upgrade: it happened to the system, in the upgrade or after it. */
function isNews({ entries }: Play, death: Death): boolean {
  const upgrade = entriesOf(entries, 'act.started').find(({ act }) => act === 'upgrade')
  return upgrade !== undefined && death.seq > upgrade.seq && !isScenery(death.resource)
}

function finding(death: Death): Finding {
  return {
    check: stagingDied.id,
    severity: 'blocker',
    subject: death.resource,
    summary: howOf(death),
    remedy: stagingDied.remedy,
    evidence: [death.seq],
  }
}

function howOf({ act, reason }: Death): string {
  return `died ${act === null ? 'between two acts' : `in ${act}`}: ${gist(reason)}`
}
