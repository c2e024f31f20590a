import { dirname, join, relative, resolve } from 'node:path'
import { programme } from '../acts/index.ts'
import type { Setting } from '../acts/scene.ts'
import { judge } from '../checks/judge.ts'
import type { Judgement } from '../checks/judgement.ts'
import { keepNight } from '../comparison/history.ts'
import { nightOf } from '../comparison/night.ts'
import { describe } from '../errors.ts'
import { Journal } from '../journal/journal.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { PartListener } from '../model/part.ts'
import { waysOf } from '../plan/ways.ts'
import { rehearse } from '../rehearse.ts'
import { renderVerdictJson } from '../report/verdict-json.ts'
import { runIsolated } from '../staging/namespace.ts'
import { type Audience, EMPTY_HOUSE, type News } from '../status/audience.ts'
import { Desk } from '../status/desk.ts'
import { endingOf } from '../status/ending.ts'
import { groupsFor } from '../terminal/ci/groups.ts'
import { wantsColor } from '../terminal/ink.ts'
import { isLive, openLiveLine } from '../terminal/live-line.ts'
import { type Programme, programme as showProgramme } from '../terminal/programme.ts'
import { verdictLines } from '../terminal/verdict-lines.ts'
import type { K6 } from '../traffic/traffic.ts'
import { exitCodeFor } from './ending.ts'
import { createRunFolder } from './rehearse/folder.ts'
import { type HouseOptions, openHouse } from './rehearse/house.ts'
import { Interrupted, listenForInterrupts } from './rehearse/interrupts.ts'
import { newLabel } from './rehearse/label.ts'
import { rehearseOtherWays } from './rehearse/other-ways.ts'
import { rehearseNothing, restoredSlower } from './rehearse/paired.ts'
import { planFor } from './rehearse/prepare.ts'
import type { RuntimeWish } from './rehearse/runtime.ts'
import { setUp } from './rehearse/set-up.ts'
import { startedFact } from './rehearse/started.ts'
import { tellCi } from './tell-ci.ts'
import { writeReports } from './write-reports.ts'

export interface RehearseOptions extends HouseOptions {
  /** Length of each steady act, in ms. */
  readonly actTime?: number
  readonly runtime: RuntimeWish
  readonly out?: string
  readonly seed?: number
  /** Also rehearses the other ways back, and compares them. */
  readonly ways?: 'all'
  /** Where the restored version is slower: rehearses once more without a change, to tell why. */
  readonly paired?: boolean
  readonly json?: boolean
}

/** The whole programme. Resolves to the exit code; everything shown and written is done by then. */
export async function rehearseCommand(file: string, options: RehearseOptions): Promise<number> {
  using interrupts = listenForInterrupts()
  try {
    const { signal } = interrupts
    const { plan, runtime } = await planFor(file, options)
    await using audience = await openHouse(options, process.env)
    const prepared = await setUp(plan, runtime.name, { progress: say, signal })
    if (prepared.isolates) return await rehearseInside(prepared.k6, audience)
    for (const warning of plan.warnings) say(`warning: ${warning}`)
    const folder = createRunFolder(plan.rehearsal, options.out, new Date())
    // A run that is kept somewhere else is looked at for itself.
    const history = options.out === undefined ? resolve('.fulldress', 'history') : null
    const props = { plan, runtime: runtime.name, folder, history, label: newLabel(), k6: prepared.k6 }
    return await play(props, { weaker: [...runtime.weaker, ...prepared.weaker], audience, signal }, options)
  } catch (error) {
    if (interrupts.signal.reason instanceof Interrupted) return interrupts.signal.reason.exitCode
    throw error
  }
}

/** Performs this very command again in a namespace without a way out; what is inside finds the same k6 without looking. */
async function rehearseInside(k6: K6, audience: Audience): Promise<number> {
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const hear = (message: unknown) => audience.tell(message as News)
  return await runIsolated(argv, { ...process.env, K6_BIN: k6.path }, audience === EMPTY_HOUSE ? undefined : hear)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

type Props = Omit<Setting, 'progress' | 'part' | 'onAir'>

interface Evening {
  readonly weaker: readonly string[]
  readonly audience: Audience
  readonly signal: AbortSignal
}

async function play(props: Props, { weaker, audience, signal }: Evening, options: RehearseOptions): Promise<number> {
  using journal = new Journal(join(props.folder, 'journal.jsonl'))
  using desk = new Desk({ folder: props.folder, audience })
  using shown = show(options)
  const hear = (entry: Entry) => {
    shown.hear(entry)
    desk.hear(entry)
  }
  journal.listen(hear)
  journal.record(startedFact(props.plan, { ...props, weaker }))
  const setting = { ...props, ...lookedOnBy(shown, desk, audience) }
  const judged = await rehearse(programme(setting), journal, signal)
  const ended = { folder: props.folder, spec: props.plan.spec, desk }
  if (signal.reason instanceof Interrupted) {
    journal.record({ kind: 'interrupted', signal: signal.reason.signal })
    return conclude(journal, judge(journal.read()), ended, options)
  }
  const further = { setting, weaker, journal, signal, hear }
  if (options.ways === 'all' && wasUpgraded(journal)) await compareWays(further, options)
  remember(props, journal, judged)
  const paired = options.paired === true && restoredSlower(journal.read())
  if (paired) await repeat(further, options)
  const exitCode = conclude(journal, paired ? judge(journal.read()) : judged, ended, options)
  return signal.reason instanceof Interrupted ? signal.reason.exitCode : exitCode
}

/** A run whose load has ended is a night that later ones are seen beside. */
function remember({ history, folder }: Props, journal: Journal, { verdict }: Judgement): void {
  const entries = journal.read()
  const night = entriesOf(entries, 'traffic.ended').length === 0 ? null : nightOf(folder, entries, verdict)
  if (history === null || night === null) return
  try {
    keepNight(history, night)
  } catch (error) {
    // What later runs would be seen beside must not cost this one its verdict.
    say(`warning: this run is not kept as a night: ${describe(error)}`)
  }
}

/** What kept one way from its upgrade would keep the others from it as well. */
function wasUpgraded(journal: Journal): boolean {
  return entriesOf(journal.read(), 'act.started').some(({ act }) => act === 'upgrade')
}

async function compareWays(
  common: Omit<Parameters<typeof rehearseOtherWays>[1], 'announce'>,
  options: RehearseOptions,
): Promise<void> {
  const output = options.json === true ? process.stderr : process.stdout
  for (const way of waysOf(common.setting.plan).slice(1)) {
    const announce = (name: string) => void output.write(`way back: ${name}\n`)
    await rehearseOtherWays([way], { ...common, announce })
  }
}

async function repeat(common: Parameters<typeof rehearseNothing>[0], options: RehearseOptions): Promise<void> {
  const output = options.json === true ? process.stderr : process.stdout
  output.write('the restored version is slower than the baseline: once more, without a change\n')
  await rehearseNothing(common)
}

/** The programme goes to stdout, unless one JSON document is to stand there alone. */
function show({ json = false }: RehearseOptions): Programme {
  const output = json ? process.stderr : process.stdout
  const live = isLive(output, process.env) ? openLiveLine(output) : null
  // Off a terminal progress has stderr to itself.
  const aside = (text: string) => void process.stderr.write(text)
  const groups = groupsFor(process.env, aside)
  return showProgramme(output, { live, groups, aside, color: wantsColor(output, process.env) })
}

/** What the acts are given for those who look on. */
function lookedOnBy(shown: Programme, desk: Desk, { watches }: Audience): Pick<Setting, 'progress' | 'part' | 'onAir'> {
  const progress = (line: string) => {
    desk.progress(line)
    shown.progress(line)
  }
  const part: PartListener = (one) => {
    shown.part(one)
    desk.part(one)
  }
  return { progress, ...(watches || shown.live ? { part } : {}), ...(watches ? { onAir: desk.onAir } : {}) }
}

/** From here, where that is shorter: a message goes to people who do not know this machine. */
function shortened(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}

interface EndedRun {
  readonly folder: string
  readonly spec: string
  readonly desk: Desk
}

function conclude(
  journal: Journal,
  judgement: Judgement,
  { folder, spec, desk }: EndedRun,
  { json = false }: RehearseOptions,
): number {
  const entries = journal.read()
  const report = writeReports(folder, entries, judgement)
  const color = wantsColor(process.stdout, process.env)
  process.stdout.write(
    json ? renderVerdictJson(entries, judgement) : verdictLines(entries, judgement, { color, report }),
  )
  desk.conclude(endingOf(entries, judgement, shortened(report)))
  if (desk.failure !== null) process.stderr.write(`warning: the run was not told of to its end: ${desk.failure}\n`)
  tellCi(judgement, { folder, root: dirname(spec), env: process.env })
  return exitCodeFor(journal, judgement)
}
