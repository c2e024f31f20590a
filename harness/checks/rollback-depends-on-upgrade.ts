import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { ChangedPart } from '../model/facts-of-independence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { noWayBack, onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { gist } from './steps-complete.ts'
import { few, plural } from './wording.ts'

type Tried = EntryOf<'independence.tried'>

export const rollbackDependsOnUpgrade: Check = {
  id: 'rollback-depends-on-upgrade',
  gating: true,
  act: 'rollback',
  asks: 'Does the rollback still work where everything that the upgrade changed is unusable?',
  why: 'One rolls back because what was upgraded is broken. A rollback script that loads the very library, or calls the very program, that was just patched is then broken as well. So each command of the rollback is run once more, on a clone, with every package, module and program that the upgrade changed throwing as it is loaded.',
  remedy:
    'Give the rollback what it needs in a version of its own: a copy beside the script, a pinned package, or run it in the version from before (`in: SERVICE@OLD`).',
  judge: onPlay((play) => {
    if (!play.wayBack) return noWayBack(play)
    const { commandsBack } = play.started
    if (commandsBack === undefined) return passed('not asked: the journal is older than this check')
    if (commandsBack.length === 0) return passed('the rollback runs no command of its own')
    const tried = entriesOf(play.entries, 'independence.tried')
    const unseen = commandsBack.filter((label) => !tried.some((entry) => entry.label === label))
    const why = failureOf(play)
    return rule({
      findings: tried.flatMap(judge),
      missing: [
        ...(unseen.length === 0 ? [] : [`${few(unseen)}: not run without what the upgrade changed${why}`]),
        ...tried
          .filter(({ outcome }) => outcome === 'undecided')
          .map(({ label, because }) => `${label}: could not be told; ${gist(because ?? '')}`),
      ],
      settledBy: 'a rehearsal whose rollback commands succeed on a clone that was upgraded',
      passed: [...tried.map(passedWords), ...unproved(tried)].join('; '),
    })
  }),
}

function failureOf({ entries }: Play): string {
  const failed = entriesOf(entries, 'probe.failed').find(({ probe }) => probe.startsWith('independence'))
  return failed === undefined ? '' : ` (${gist(failed.reason)})`
}

function passedWords({ label, outcome, changedCount, runsIn }: Tried): string {
  return outcome === 'unchanged'
    ? `${label}: the upgrade changes nothing that it could load ${placeOf(runsIn)}`
    : `${label}: succeeds with ${plural(changedCount, 'changed part')} unusable ${placeOf(runsIn)}`
}

/** What stayed usable, or only running it would tell, is no evidence of independence. */
function unproved(tried: readonly Tried[]): readonly string[] {
  const clauses = [...new Set(tried.flatMap(({ notFollowed }) => notFollowed))]
  return clauses.length === 0 ? [] : [`not proved: ${few(clauses)}`]
}

function judge(tried: Tried): readonly Finding[] {
  return [...depends(tried), ...suspected(tried), ...refuted(tried), ...image(tried)]
}

function depends(tried: Tried): readonly Finding[] {
  if (tried.outcome !== 'depends') return []
  const { label, runsIn, met, reaches, said, changed, changedCount } = tried
  const parts = met.length > 0 ? met : reaches.map(({ part }) => part)
  const on =
    parts.length > 0
      ? few(parts.map((part) => withRoute(part, tried)))
      : `one of ${plural(changedCount, 'changed part')}`
  return [
    {
      check: rollbackDependsOnUpgrade.id,
      severity: 'blocker',
      subject: label,
      summary: `fails ${placeOf(runsIn)} once what the upgrade changes is unusable: it depends on ${on}; it said: ${gist(lastError(said ?? 'nothing'))}`,
      remedy: rollbackDependsOnUpgrade.remedy,
      measured: { dependsOn: few(parts.length > 0 ? parts : changed.map(({ name }) => name)) },
      evidence: [tried.seq],
    },
  ]
}

/** `ledger-client 2.0.0 (was 1.0.0) by way of rollback.mjs → settle.mjs`. */
function withRoute(part: string, { changed, reaches }: Tried): string {
  const was = changed.find((one) => nameOf(one) === part)?.was
  const route = reaches.find((one) => one.part === part)?.through
  const before = was === undefined || was === null ? '' : ` (was ${was})`
  return `${part}${before}${route === undefined ? '' : ` by way of ${route}`}`
}

function nameOf({ name, is }: ChangedPart): string {
  return is === null ? name : `${name} ${is}`
}

function placeOf(runsIn: string): string {
  return runsIn === 'this machine' ? 'on this machine' : `in ${runsIn}`
}

/** The line that tells of the error, among a stack's. */
function lastError(said: string): string {
  return said.split('\n').findLast((line) => /error|fulldress: /i.test(line)) ?? said
}

/** What reading made suspect, where running could not tell. */
function suspected(tried: Tried): readonly Finding[] {
  if (tried.outcome !== 'undecided' || tried.reaches.length === 0) return []
  return [
    {
      check: rollbackDependsOnUpgrade.id,
      severity: 'concern',
      subject: tried.label,
      summary: `names ${few(tried.reaches.map(({ part }) => withRoute(part, tried)))}, which the upgrade changes; whether it fails without could not be told`,
      remedy: rollbackDependsOnUpgrade.remedy,
      evidence: [tried.seq],
    },
  ]
}

/** What reading made suspect and running cleared. */
function refuted(tried: Tried): readonly Finding[] {
  if (tried.outcome !== 'succeeded' || (tried.reaches.length === 0 && tried.met.length === 0)) return []
  const parts = tried.reaches.length > 0 ? tried.reaches.map(({ part }) => withRoute(part, tried)) : tried.met
  return [
    {
      check: rollbackDependsOnUpgrade.id,
      severity: 'note',
      subject: tried.label,
      summary: `names ${few(parts)}, which the upgrade changes, and yet succeeds ${placeOf(tried.runsIn)} without`,
      remedy: 'Nothing needs to be done; a copy of its own would end the doubt.',
      evidence: [tried.seq],
    },
  ]
}

/** An image cannot be spoilt piece by piece, so that nobody knows what in it the command needs. */
function image(tried: Tried): readonly Finding[] {
  const brought = tried.changed.find(({ kind }) => kind === 'image')
  if (brought === undefined) return []
  return [
    {
      check: rollbackDependsOnUpgrade.id,
      severity: 'concern',
      subject: tried.label,
      summary: `runs in the image ${brought.name}, which the upgrade brings; if that is what is broken, there is no way back. What the command needs of it was not told apart`,
      remedy: 'Run it in the image from before, or in one of its own.',
      evidence: [tried.seq],
    },
  ]
}
