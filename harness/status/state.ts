import type { ActName } from '../model/act.ts'
import type { Finding } from '../model/finding.ts'
import type { Part } from '../model/part.ts'
import type { Reading } from '../model/reading.ts'
import type { Counts, EndedAct, Message } from './message.ts'

/** Everything that a status page shows, at one moment. Bounded: what is left out is counted. */
export interface LiveState {
  readonly fulldress: 1
  readonly rehearsal: string
  readonly run: string
  readonly runtime: string
  readonly owner: string | null
  readonly contact: string | null
  /** When it was read, epoch ms, as all times here. */
  readonly atMs: number
  readonly startedMs: number
  readonly act: { readonly name: ActName; readonly sinceMs: number } | null
  readonly next: ActName | null
  readonly nextUpdateBy: string | null
  /** What the act said last. */
  readonly doing: string
  readonly part: Part | null
  readonly ended: readonly EndedAct[]
  /** null before there is traffic. */
  readonly reading: Reading | null
  /** Endpoints that are not in the reading: the busiest are. */
  readonly furtherEndpoints: number
  /** Blockers and concerns, worst first. */
  readonly findings: readonly Pick<Finding, 'check' | 'severity' | 'subject' | 'summary'>[]
  readonly furtherFindings: number
  readonly counts: Counts
  /** The act after which was judged last; null before the first. */
  readonly judgedAfter: ActName | null
  /** The latest, oldest first. */
  readonly messages: readonly Message[]
  /** null until the end. */
  readonly ending: Ended | null
}

export interface Ended {
  /** As people read it: `NO-GO, 1 blocker`. */
  readonly headline: string
  readonly verdict: 'go' | 'no-go' | 'inconclusive' | null
  readonly report: string | null
}

const MOST_ENDPOINTS = 60
const MOST_FINDINGS = 25
const MOST_SUMMARY = 400
const MOST_SUBJECT = 200

/** The busiest endpoints, and how many there are besides. */
export function busiest(reading: Reading | null): Pick<LiveState, 'reading' | 'furtherEndpoints'> {
  if (reading === null) return { reading, furtherEndpoints: 0 }
  const { endpoints } = reading
  if (endpoints.length <= MOST_ENDPOINTS) return { reading, furtherEndpoints: 0 }
  const byRate = endpoints.toSorted((one, other) => other.requestsPerSecond - one.requestsPerSecond)
  const shown = byRate.slice(0, MOST_ENDPOINTS)
  return { reading: { ...reading, endpoints: shown }, furtherEndpoints: endpoints.length - shown.length }
}

/** The worst findings, without notes, and how many there are besides. */
export function worst(findings: readonly Finding[]): Pick<LiveState, 'findings' | 'furtherFindings'> {
  const serious = findings.filter(({ severity }) => severity !== 'note')
  const shown = serious.slice(0, MOST_FINDINGS)
  return {
    findings: shown.map(({ check, severity, subject, summary }) => ({
      check,
      severity,
      subject: cut(subject, MOST_SUBJECT),
      summary: cut(summary, MOST_SUMMARY),
    })),
    furtherFindings: serious.length - shown.length,
  }
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
