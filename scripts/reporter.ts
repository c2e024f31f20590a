import { writeFileSync } from 'node:fs'
import mocha from 'mocha'

/**
 * A mocha reporter: a line per top-level suite, each failure and each pending test by its full title, and the counts
 * into the file named by the option `counts`.
 */
export default class Reporter extends mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    const { EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } =
      mocha.Runner.constants
    let startedAt = 0
    let before = 0
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.parent?.root !== true) return
      startedAt = Date.now()
      before = this.stats.passes
    })
    runner.on(EVENT_SUITE_END, (suite) => {
      if (suite.parent?.root !== true) return
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      process.stdout.write(
        `  ${String(this.stats.passes - before).padStart(4)} ${seconds.padStart(6)} s  ${suite.title}\n`,
      )
    })
    runner.on(EVENT_TEST_FAIL, (test) => process.stdout.write(`  FAILED  ${test.fullTitle()}\n`))
    runner.on(EVENT_TEST_PENDING, (test) => process.stdout.write(`  pending ${test.fullTitle()}\n`))
    runner.once(EVENT_RUN_END, () => {
      if (this.failures.length > 0) mocha.reporters.Base.list(this.failures)
      const { passes: passed, failures: failed, pending: skipped } = this.stats
      const count = (failed: number) =>
        writeFileSync(options.reporterOptions.counts, JSON.stringify({ passed, failed, skipped }))
      count(failed)
      forceExit(() => count(failed + 1))
    })
  }
}

/** A test that leaves something running must not keep the whole from ending; saying so is a failure of its own. */
function forceExit(tell: () => void): void {
  const timer = setTimeout(() => {
    tell()
    process.stdout.write(`  FAILED  to end: left open are ${process.getActiveResourcesInfo().join(', ')}\n`)
    process.exit(1)
  }, 20_000)
  timer.unref()
}
