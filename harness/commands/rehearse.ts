import { randomBytes } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { programme } from '../acts/index.ts'
import type { Setting } from '../acts/scene.ts'
import { judge } from '../checks/judge.ts'
import type { Judgement } from '../checks/judgement.ts'
import { keepNight } from '../comparison/history.ts'
import { nightOf } from '../comparison/night.ts'
import { Journal } from '../journal/journal.ts'
import { refusePsqlSteps } from '../migrator/psql-files.ts'
import { entriesOf } from '../model/evidence.ts'
import { filesOf } from '../plan/files.ts'
import { planRehearsal } from '../plan/plan-rehearsal.ts'
import { waysOf } from '../plan/ways.ts'
import { rehearse } from '../rehearse.ts'
import { renderVerdictJson } from '../report/verdict-json.ts'
import { readSpec } from '../spec/read.ts'
import { wantsColor } from '../terminal/ink.ts'
import { type Programme, programme as showProgramme } from '../terminal/programme.ts'
import { verdictLines } from '../terminal/verdict-lines.ts'
import { exitCodeFor } from './ending.ts'
import { createRunFolder } from './rehearse/folder.ts'
import { Interrupted, listenForInterrupts } from './rehearse/interrupts.ts'
import { rehearseOtherWays } from './rehearse/other-ways.ts'
import { rehearseNothing, restoredSlower } from './rehearse/paired.ts'
import { chooseRuntime, type RuntimeWish } from './rehearse/runtime.ts'
import { setUp } from './rehearse/set-up.ts'
import { startedFact } from './rehearse/started.ts'
import { writeReports } from './write-reports.ts'

export interface RehearseOptions {
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
    const plan = planRehearsal(await readSpec(resolve(file), process.env), {
      actTimeMs: options.actTime,
      seed: options.seed,
    })
    await refusePsqlSteps(filesOf(plan), dirname(plan.spec))
    const runtime = await chooseRuntime(options.runtime, plan.stage)
    const prepared = await setUp(plan, runtime.name, interrupts.signal)
    if ('exitCode' in prepared) return prepared.exitCode
    for (const warning of plan.warnings) process.stderr.write(`warning: ${warning}\n`)
    const folder = createRunFolder(plan.rehearsal, options.out, new Date())
    const label = { id: randomBytes(3).toString('hex'), pid: process.pid }
    // A run that is kept somewhere else is looked at for itself.
    const history = options.out === undefined ? resolve('.fulldress', 'history') : null
    const props = { plan, runtime: runtime.name, folder, history, label, k6: prepared.k6 }
    return await play(props, [...runtime.weaker, ...prepared.weaker], options, interrupts.signal)
  } catch (error) {
    if (interrupts.signal.reason instanceof Interrupted) return interrupts.signal.reason.exitCode
    throw error
  }
}

type Props = Omit<Setting, 'progress'>

async function play(
  props: Props,
  weaker: readonly string[],
  options: RehearseOptions,
  signal: AbortSignal,
): Promise<number> {
  using journal = new Journal(join(props.folder, 'journal.jsonl'))
  using shown = show(options)
  journal.listen((entry) => shown.hear(entry))
  journal.record(startedFact(props.plan, { ...props, weaker }))
  const setting = { ...props, progress: progressOf(shown) }
  const judged = await rehearse(programme(setting), journal, signal)
  if (signal.reason instanceof Interrupted) {
    journal.record({ kind: 'interrupted', signal: signal.reason.signal })
    return conclude(journal, judge(journal.read()), props.folder, options)
  }
  if (options.ways === 'all' && wasUpgraded(journal)) await compareWays({ setting, weaker, journal, signal }, options)
  remember(props, journal, judged)
  const paired = options.paired === true && restoredSlower(journal.read())
  if (paired) await repeat({ setting, weaker, journal, signal }, options)
  const exitCode = conclude(journal, paired ? judge(journal.read()) : judged, props.folder, options)
  return signal.reason instanceof Interrupted ? signal.reason.exitCode : exitCode
}

/** A run whose load has ended is a night that later ones are seen beside. */
function remember({ history, folder }: Props, journal: Journal, { verdict }: Judgement): void {
  const entries = journal.read()
  const night = entriesOf(entries, 'traffic.ended').length === 0 ? null : nightOf(folder, entries, verdict)
  if (history !== null && night !== null) keepNight(history, night)
}

/** What kept one way from its upgrade would keep the others from it as well. */
function wasUpgraded(journal: Journal): boolean {
  return entriesOf(journal.read(), 'act.started').some(({ act }) => act === 'upgrade')
}

async function compareWays(
  common: Pick<Parameters<typeof rehearseOtherWays>[1], 'setting' | 'weaker' | 'journal' | 'signal'>,
  options: RehearseOptions,
): Promise<void> {
  const output = options.json === true ? process.stderr : process.stdout
  for (const way of waysOf(common.setting.plan).slice(1)) {
    using shown = show(options)
    const announce = (name: string) => void output.write(`way back: ${name}\n`)
    await rehearseOtherWays([way], { ...common, announce, hear: (entry) => shown.hear(entry) })
  }
}

async function repeat(
  common: Pick<Parameters<typeof rehearseNothing>[0], 'setting' | 'weaker' | 'journal' | 'signal'>,
  options: RehearseOptions,
): Promise<void> {
  const output = options.json === true ? process.stderr : process.stdout
  output.write('the restored version is slower than the baseline: once more, without a change\n')
  using shown = show(options)
  await rehearseNothing({ ...common, hear: (entry) => shown.hear(entry) })
}

/** The programme goes to stdout, unless one JSON document is to stand there alone. */
function show({ json = false }: RehearseOptions): Programme {
  const output = json ? process.stderr : process.stdout
  return showProgramme(output, { tty: output.isTTY === true, color: wantsColor(output, process.env) })
}

/** On a terminal progress is part of the live programme; elsewhere it has stderr to itself. */
function progressOf(shown: Programme): (line: string) => void {
  if (process.stdout.isTTY === true) return (line) => shown.progress(line)
  return (line) => void process.stderr.write(`    ${line.trimEnd()}\n`)
}

function conclude(journal: Journal, judgement: Judgement, folder: string, { json = false }: RehearseOptions): number {
  const entries = journal.read()
  const report = writeReports(folder, entries, judgement)
  const color = wantsColor(process.stdout, process.env)
  process.stdout.write(
    json ? renderVerdictJson(entries, judgement) : verdictLines(entries, judgement, { color, report }),
  )
  return exitCodeFor(journal, judgement)
}
