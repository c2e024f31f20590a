import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { isLive, openLiveLine } from '../../harness/terminal/live-line.ts'
import { programme } from '../../harness/terminal/programme.ts'
import { journal } from '../checks/journal.ts'

/** A terminal of so many columns that keeps what is written to it. */
function terminal(columns: number) {
  const written: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk))
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY: true, columns }) as unknown as NodeJS.WriteStream, written }
}

/** What is read on the last line, cursor moves taken away. */
function lastLine(written: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal is moved with
  return written.filter((text) => !/^\u001b/.test(text) && text !== '').at(-1) ?? ''
}

describe('the live line', () => {
  it('shows the act under way, cut to the width, and is wiped', () => {
    const { stream, written } = terminal(40)
    let now = 0
    const shown = programme(stream, { live: openLiveLine(stream), groups: null, color: false, now: () => now })
    for (const entry of journal({ kind: 'act.started', act: 'soak' })) shown.hear(entry)
    assert.equal(lastLine(written), '  soak                 0.0 s')
    now = 12_300
    shown.progress('a line that is much longer than the terminal is wide')
    shown[Symbol.dispose]()
    assert.equal(lastLine(written), '  soak                12.3 s   a line that is much longer'.slice(0, 39))
    assert.equal(written.at(-1), '\u001b[2K')
  })

  it('has a bar for a part whose length is known', () => {
    const { stream, written } = terminal(100)
    const shown = programme(stream, { live: openLiveLine(stream), groups: null, color: false, now: () => 5_000 })
    for (const entry of journal({ kind: 'act.started', act: 'baseline' })) shown.hear(entry)
    shown.part({ doing: 'warm-up', fromMs: 2_000, untilMs: 14_000 })
    shown[Symbol.dispose]()
    assert.equal(lastLine(written), '  baseline             0.0 s   [#####...............] warm-up, 3.0 s of 12.0 s')
  })

  it('counts where there is no time to go by', () => {
    const { stream, written } = terminal(100)
    const shown = programme(stream, { live: openLiveLine(stream), groups: null, color: false, now: () => 5_000 })
    for (const entry of journal({ kind: 'act.started', act: 'seed' })) shown.hear(entry)
    shown.part({ doing: 'loading', done: 10, of: 20, unit: 'statements' })
    shown[Symbol.dispose]()
    assert.equal(
      lastLine(written),
      '  seed                 0.0 s   [##########..........] loading, 10 of 20 statements',
    )
  })

  it('is for people before a terminal', () => {
    assert.equal(isLive({ isTTY: true }, {}), true)
    assert.equal(isLive({}, {}), false)
    assert.equal(isLive({ isTTY: true }, { CI: 'true' }), false)
    assert.equal(isLive({ isTTY: true }, { TERM: 'dumb' }), false)
  })
})
