import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { WayName } from '../model/step.ts'
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
  remedy:
    'Read the end of its log in the run’s logs/ folder. Where that says nothing, look at memory and disk; where it says that a connection went, have the service connect anew.',
  judge: onPlay((play) => {
    const deaths = entriesOf(play.entries, 'resource.died')
    const ended = entriesOf(play.entries, 'rehearsal.ended').length > 0
    const { wayBack } = play.started
    const questions = deaths.filter((death) => !isNews(play, death)).map((death) => `${death.resource} ${howOf(death)}`)
    return rule({
      findings: deaths.filter((death) => isNews(play, death)).map((death) => finding(death, wayBack)),
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

/** As drivers and servers say that a session was ended under somebody. */
const CUT =
  /connection (was )?(terminated|closed|reset|lost)|terminating connection|terminated by administrator|server closed the connection|ECONNRESET|\b57P01\b/i

/** By the kernel, which is short of memory, whatever else its log says. */
const KILLED = /\bSIGKILL\b|exit code 137\b/

/** A pool that nobody listens to ends its process with the first connection that is ended, which a restore does to each. */
function causeOf({ act, reason }: Death, wayBack: WayName): Pick<Finding, 'remedy'> & { readonly words: string } {
  if (!CUT.test(reason) || KILLED.test(reason)) return { words: '', remedy: stagingDied.remedy }
  const restored = wayBack === 'restore' && act === 'rollback'
  return {
    words: `; one of its connections was ended${restored ? ', as a restore ends them all' : ''}`,
    remedy: 'Have the service outlive the end of a connection: handle the errors of its pool, and connect anew.',
  }
}

function finding(death: Death, wayBack: WayName): Finding {
  const { words, remedy } = causeOf(death, wayBack)
  return {
    check: stagingDied.id,
    severity: 'blocker',
    subject: death.resource,
    summary: `${howOf(death)}${words}`,
    remedy,
    evidence: [death.seq],
  }
}

function howOf({ act, reason }: Death): string {
  return `died ${act === null ? 'between two acts' : `in ${act}`}: ${gist(reason)}`
}
