import { formatDuration } from '../model/duration.ts'
import type { Finding } from '../model/finding.ts'
import type { EndedAct, Message } from './message.ts'

const MOST_SUMMARY = 300

/** What a message says, but for its text. */
export type Unworded = Omit<Message, 'text'>

/** `orders-v42: upgrade has begun. baseline ok in 1 min: p99 41 ms. Next: soak. Next update by 06:20 UTC at the latest.` */
export function worded(message: Unworded, news: string): Message {
  const { rehearsal, ended, next, nextUpdateBy, owner, contact } = message
  const who = [owner, contact].filter((one) => one !== null).join(', ')
  const sentences = [
    `${rehearsal}: ${news}`,
    ...ended.map(endedInWords),
    ...(nextUpdateBy === null
      ? []
      : [`Next: ${next ?? 'the verdict'}.`, `Next update by ${clock(nextUpdateBy)} at the latest.`]),
    ...(who === '' ? [] : [`Owner: ${who}.`]),
  ]
  return { ...message, text: sentences.join(' ') }
}

function endedInWords({ act, status, durationMs, summary }: EndedAct): string {
  const said = summary === '' ? '.' : `: ${sentence(summary)}`
  return status === 'skipped' ? `${act} skipped${said}` : `${act} ${status} in ${formatDuration(durationMs)}${said}`
}

/** The first blocker, as one sentence. */
export function blockerInWords({ check, subject, summary }: Pick<Finding, 'check' | 'subject' | 'summary'>): string {
  return `the first blocker is known: ${check}, ${subject}: ${sentence(summary)}`
}

function clock(iso: string): string {
  return `${iso.slice(11, 16)} UTC`
}

/** In one line, and with one full stop. */
function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
  return line.length > MOST_SUMMARY ? `${line.slice(0, MOST_SUMMARY)}…` : `${line}.`
}
