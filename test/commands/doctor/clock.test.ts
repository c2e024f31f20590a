import { deepEqual, equal } from 'node:assert/strict'
import { clockSymptom, engineClockSymptom } from '../../../harness/commands/doctor/clock.ts'

const STEADY = { source: 'tsc', driftMs: 0.2, synchronised: true }

describe('doctor, of the clock,', () => {
  it('is content with one that runs steadily, up to the limit', () => {
    deepEqual(clockSymptom(STEADY), {
      about: 'clock',
      state: 'ok',
      says: 'wall clock and steady clock 0.2 ms apart after 400 ms, on tsc; kept by a time service',
    })
    equal(clockSymptom({ ...STEADY, driftMs: 5 }).state, 'ok')
  })

  it('warns of one that is being set', () => {
    deepEqual(clockSymptom({ ...STEADY, source: null, driftMs: 80 }), {
      about: 'clock',
      state: 'weaker',
      says: 'wall clock and steady clock 80.0 ms apart after 400 ms: it is being set, and a time line made meanwhile has a jump',
      remedy: 'wait until it is set: timedatectl timesync-status',
    })
  })

  it('warns of one that is slow to read', () => {
    equal(clockSymptom({ ...STEADY, source: 'acpi_pm' }).state, 'weaker')
  })

  it('says nothing of a time service where nobody can tell', () => {
    equal(
      clockSymptom({ ...STEADY, synchronised: null }).says,
      'wall clock and steady clock 0.2 ms apart after 400 ms, on tsc',
    )
  })

  it('warns of an engine that lives in another time, from a second on', () => {
    equal(engineClockSymptom(999), null)
    equal(
      engineClockSymptom(61_000)?.says,
      "the engine's clock is 61.0 s behind this machine's: its logs cannot be laid beside ours",
    )
    equal(engineClockSymptom(-1_000)?.state, 'weaker')
  })
})
