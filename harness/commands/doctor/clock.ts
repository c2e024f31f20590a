import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../../process/run.ts'
import type { Symptom } from './symptom.ts'

/** What can be told of this machine's clock. */
export interface ClockState {
  /** The kernel's source of time; null where it does not say (no Linux). */
  readonly source: string | null
  /** By how much the wall clock left the steady one while somebody looked, in ms. */
  readonly driftMs: number
  /** Whether a time service keeps it; null where nobody can say. */
  readonly synchronised: boolean | null
}

/** A rehearsal puts requests, locks and log lines of several programs on one time axis, a few ms apart. */
const DRIFT_LIMIT_MS = 5
const LOOK_MS = 400
/** Each look at these is a call to slow hardware; a load generator looks thousands of times a second. */
const SLOW_SOURCES = ['acpi_pm', 'hpet', 'jiffies', 'refined-jiffies']
const SOURCE_FILE = '/sys/devices/system/clocksource/clocksource0/current_clocksource'

/** The clock of this machine: what it runs on, whether it is being set right now, whether somebody keeps it. */
export async function clock(): Promise<Symptom> {
  return clockSymptom({ source: sourceOf(), driftMs: await driftMs(), synchronised: await synchronised() })
}

/** What a state means for a rehearsal; durations are measured on the steady clock, so that a lack is never fatal. */
export function clockSymptom({ source, driftMs, synchronised }: ClockState): Symptom {
  const on = source === null ? '' : `, on ${source}`
  const drift = `wall clock and steady clock ${driftMs.toFixed(1)} ms apart after ${LOOK_MS} ms${on}`
  if (driftMs > DRIFT_LIMIT_MS) {
    const says = `${drift}: it is being set, and a time line made meanwhile has a jump`
    return { about: 'clock', state: 'weaker', says, remedy: 'wait until it is set: timedatectl timesync-status' }
  }
  if (source !== null && SLOW_SOURCES.includes(source)) {
    const says = `${drift}: reading it is slow, which k6 and PostgreSQL pay for`
    return { about: 'clock', state: 'weaker', says, remedy: `echo tsc | sudo tee ${SOURCE_FILE}` }
  }
  const kept =
    synchronised === null
      ? ''
      : synchronised
        ? '; kept by a time service'
        : '; no time service keeps it, which matters only beside logs of other machines'
  return { about: 'clock', state: 'ok', says: `${drift}${kept}` }
}

/** The engine's clock beside ours: a virtual machine that slept wakes up in the past. */
export function engineClockSymptom(behindMs: number): Symptom | null {
  if (Math.abs(behindMs) < 1_000) return null
  const which = behindMs > 0 ? 'behind' : 'ahead of'
  const says = `the engine's clock is ${(Math.abs(behindMs) / 1000).toFixed(1)} s ${which} this machine's: its logs cannot be laid beside ours`
  return {
    about: 'clock',
    state: 'weaker',
    says,
    remedy: 'restart the engine: its virtual machine takes the time anew',
  }
}

async function driftMs(): Promise<number> {
  const wall = Date.now()
  const steady = performance.now()
  await sleep(LOOK_MS)
  return Math.abs(Date.now() - wall - (performance.now() - steady))
}

function sourceOf(): string | null {
  return existsSync(SOURCE_FILE) ? readFileSync(SOURCE_FILE, 'utf8').trim() : null
}

/** systemd says it of whichever service there is; in a container the host keeps the clock and nobody says so. */
async function synchronised(): Promise<boolean | null> {
  if (process.platform !== 'linux') return null
  const args = ['show', '--property=NTPSynchronized', '--value']
  const { exitCode, stdout } = await run('timedatectl', args, {
    env: { PATH: process.env.PATH ?? '' },
    timeoutMs: 5_000,
  })
  return exitCode !== 0 ? null : stdout.trim() === 'yes'
}
