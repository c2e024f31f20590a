import type { Finding } from '../../model/finding.ts'

/** What GitHub shows of one kind per step; more are counted. */
const MOST_OF_A_KIND = 10
const COMMANDS = { blocker: 'error', concern: 'warning' } as const
const PLACE = /^(.+):(\d+)$/

/**
 * Workflow commands that put blockers and concerns beside the lines they are about, worst first, newline included.
 * `locate` answers with a file's path from the root of the repository, null where there is none: the annotation is then
 * the step's own. https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function annotations(findings: readonly Finding[], locate: (file: string) => string | null): string {
  const lines = (['blocker', 'concern'] as const).flatMap((severity) => {
    const all = findings.filter((finding) => finding.severity === severity)
    const shown = all.slice(0, MOST_OF_A_KIND).map((finding) => annotation(COMMANDS[severity], finding, locate))
    const rest = all.length - shown.length
    return rest > 0 ? [...shown, `${rest} more of severity ${severity} are in the report`] : shown
  })
  return lines.map((line) => `${line}\n`).join('')
}

function annotation(
  command: string,
  { check, subject, summary, remedy }: Finding,
  locate: (file: string) => string | null,
): string {
  const [, name = '', line = ''] = PLACE.exec(subject) ?? []
  const file = name === '' ? null : locate(name)
  const place = file === null ? '' : `file=${escapeProperty(file)},line=${line},`
  const said = file === null ? `${subject}: ${summary}` : summary
  return `::${command} ${place}title=${escapeProperty(check)}::${escapeData(`${said}\n→ ${remedy}`)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
