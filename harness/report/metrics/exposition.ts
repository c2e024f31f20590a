/**
 * The text format that Prometheus reads (version 0.0.4): https://prometheus.io/docs/instrumenting/exposition_formats/.
 * Written here because prom-client renders asynchronously and counts for a process that lives, while this tells once of
 * a run that is over.
 */

/** One family of samples. */
export interface Metric {
  /** In base units, with the unit last. */
  readonly name: string
  readonly help: string
  readonly type: 'gauge' | 'summary'
  readonly samples: readonly Sample[]
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** `_count` of a summary. */
  readonly suffix?: '_count'
}

/** A family of gauges. */
export function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples }
}

/** Families without a sample are left out: what was not measured is absent, and not 0. */
export function renderExposition(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) =>
      [
        `# HELP ${name} ${escapeHelp(help)}`,
        `# TYPE ${name} ${type}`,
        ...samples.map((sample) => line(name, sample)),
        '',
      ].join('\n'),
    )
    .join('')
}

function line(name: string, { labels, value, suffix }: Sample): string {
  const told = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`)
  return `${name}${suffix ?? ''}${told.length === 0 ? '' : `{${told.join(',')}}`} ${numberInText(value)}`
}

function numberInText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}

function escapeLabel(text: string): string {
  return wellFormed(text).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
}

function escapeHelp(text: string): string {
  return wellFormed(text).replace(/\\/g, '\\\\').replace(/\n/g, '\\n')
}

/** The format is UTF-8, which has no place for half a surrogate pair; readers that split lines do so at a CR as well. */
function wellFormed(text: string): string {
  return text.toWellFormed().replace(/(?!\n)[\p{Cc}\u2028\u2029]/gu, '\ufffd')
}
