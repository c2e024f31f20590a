import type { Measured } from './measure.ts'

/** Prints the figures beside their limits; false where one is missed. */
export function printWaits({ compared, records, invented, deadlocks, watched }: Measured, atLeast: number): boolean {
  const long = compared.filter(({ logged }) => logged.lengthMs >= 500)
  const middling = compared.filter(({ logged }) => logged.lengthMs >= 100)
  const seen = (some: Measured['compared']) => some.filter(({ record }) => record !== null).length
  const beyond = middling.filter(({ record, beyondGapMs }) => record !== null && beyondGapMs > 0)
  // A part that goes on in another was granted; how the last one ended is how the wait did.
  const otherwise = middling.filter(
    ({ logged, record, part }) => record !== null && part === record.parts.at(-1) && record.ended !== logged.ended,
  )
  const lines: readonly (readonly [string, string, boolean])[] = [
    [`waits in the server's log (at least ${atLeast})`, `${compared.length}`, compared.length >= atLeast],
    ['of 500 ms and more in the record (100 %)', `${seen(long)} of ${long.length}`, seen(long) === long.length],
    [
      'of 100 ms and more in the record (99 %)',
      `${seen(middling)} of ${middling.length}`,
      seen(middling) >= 0.99 * middling.length,
    ],
    ['of those, lengths beyond the recorded gap (0)', `${beyond.length}`, beyond.length === 0],
    ['recorded waits of 100 ms and more that the log does not know (0)', `${invented}`, invented === 0],
    [
      'deadlocks in the log, seen, counted by the server',
      `${deadlocks.logged}, ${deadlocks.seen}, ${deadlocks.counted}`,
      true,
    ],
    ['ended otherwise than the log says', `${otherwise.length} of ${seen(middling)}`, true],
    [
      'recorded waits, of several parts',
      `${records.length}, ${records.filter(({ parts }) => parts.length > 1).length}`,
      true,
    ],
    ['looks, gaps, longest', `${watched.samples}, ${watched.gapCount}, ${Math.round(watched.longestGapMs)} ms`, true],
    ['CPU of watcher and backend', `${((100 * watched.cpuMs) / (watched.toMs - watched.fromMs)).toFixed(1)} %`, true],
  ]
  for (const [what, figure, holds] of lines) console.log(`${holds ? ' ' : '!'} ${what}: ${figure}`)
  for (const { logged, part, beyondGapMs } of beyond.slice(0, 3))
    console.log(
      `    ${logged.mode} on ${logged.target}, ${logged.lengthMs} ms: ${beyondGapMs.toFixed(1)} ms beyond the gap, ${JSON.stringify({ logged, part })}`,
    )
  for (const { logged } of middling.filter(({ record }) => record === null).slice(0, 3))
    console.log(
      `    missed: ${logged.mode} on ${logged.target} by ${logged.pid} for ${logged.lengthMs} ms, ${logged.ended}`,
    )
  for (const { logged, record } of otherwise.slice(0, 3))
    console.log(
      `    ${logged.mode} on ${logged.target}: ${logged.ended} by the log, ${record?.ended} by the record ${JSON.stringify({ logged, record })}`,
    )
  return lines.every(([, , holds]) => holds)
}
