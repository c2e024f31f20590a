/** Live tests that one mocha runs, one file after another. */
export interface LiveGroup {
  readonly name: string
  readonly files: readonly string[]
}

export interface LiveTests {
  /** May run beside anything but `alone`. Those that take longest come first. */
  readonly beside: readonly LiveGroup[]
  /** Nothing else may run meanwhile. */
  readonly alone: LiveGroup
}

/** What holds durations, rates or a whole verdict against limits, which a neighbour could make it miss. */
const TIMED: readonly string[] = [
  'test/live/commands/locks.test.ts',
  'test/live/companions/',
  'test/live/locks/watcher/',
  'test/live/partners/',
  'test/live/rehearsal/sample.test.ts',
  'test/live/rehearsal/stock.test.ts',
  'test/live/rehearsal/ways.test.ts',
  'test/live/sample/',
  'test/live/status/',
]

/** Whose kill leaves something behind, which `clean` of another would take away before they have seen it. */
const KILLING: readonly string[] = [
  'test/live/commands/killed.test.ts',
  'test/live/rehearsal/interrupted.test.ts',
  'test/live/staging/clean.test.ts',
  'test/live/staging/compose.test.ts',
]

/** Parts the files of test/live, each of which falls into one group. */
export function liveTests(files: readonly string[]): LiveTests {
  const beside = files.filter((file) => !TIMED.some((part) => file.startsWith(part)))
  const rooms = Map.groupBy(beside, roomOf)
  // Of most rooms the number of files is the measure; a rehearsal is one file, and so is the package, which npm installs.
  const sorted = [...rooms].toSorted(([one, its], [other, others]) => weight(other, others) - weight(one, its))
  return {
    beside: sorted.map(([name, files]) => ({ name, files })),
    alone: { name: 'whatever is timed', files: files.filter((file) => !beside.includes(file)) },
  }
}

/** The folder beneath test/live. */
function roomOf(file: string): string {
  if (KILLING.includes(file)) return 'runs that are killed'
  const [room = '', inner = ''] = file.replace('test/live/', '').replace('.test.ts', '').split('/')
  return room === 'rehearsal' ? `rehearsal ${inner}` : room
}

function weight(room: string, files: readonly string[]): number {
  return /^(rehearsal |runs |package)/.test(room) ? 100 : files.length
}
