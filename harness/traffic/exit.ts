export interface ExitMeaning {
  readonly meaning: string
  /** Whether a run may end so after the harness has asked it to end. */
  readonly asExpected: boolean
}

/** k6's exit codes, the same in 1.1 and 2.x; never collapsed. */
const EXITS: Readonly<Record<number, ExitMeaning>> = {
  0: { meaning: 'every scenario ran to its end', asExpected: false },
  97: { meaning: 'the cloud refused the run', asExpected: false },
  98: { meaning: 'the cloud did not report', asExpected: false },
  99: { meaning: 'ended from inside, thresholds crossed', asExpected: true },
  100: { meaning: 'setup timed out', asExpected: false },
  101: { meaning: 'teardown timed out', asExpected: false },
  102: { meaning: 'a generic time-out', asExpected: false },
  103: { meaning: 'stopped over the REST API', asExpected: false },
  104: { meaning: 'the options were refused', asExpected: false },
  105: { meaning: 'ended by a signal', asExpected: false },
  106: { meaning: 'the REST server could not start', asExpected: false },
  107: { meaning: 'a script threw an exception', asExpected: false },
  108: { meaning: 'ended from inside', asExpected: true },
  109: { meaning: 'k6 panicked', asExpected: false },
  110: { meaning: 'marked as failed from inside', asExpected: true },
}

/** What the end of k6 means. Ended unasked, no exit code is as expected. */
export function exitMeaning(exitCode: number | null, signal: string | null, asked: boolean): ExitMeaning {
  if (exitCode === null) return { meaning: `killed by ${signal ?? 'an unknown signal'}`, asExpected: false }
  const known = EXITS[exitCode] ?? { meaning: `exit code ${exitCode}, unknown to fulldress`, asExpected: false }
  if (exitCode === 108 && !asked) return { meaning: 'a script ended the test', asExpected: false }
  return { meaning: known.meaning, asExpected: known.asExpected && asked }
}
