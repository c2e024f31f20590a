const MOST_CHARACTERS = 600

/**
 * Text as Markdown shows it, on one line. Log lines, SQL and names end up here; none of it may turn into markup, a
 * mention, a link, a formula or a table's column, nor turn the reading direction of what follows.
 */
export function escapeMarkdown(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim())
    .replace(/[\\`*_[\]<>|#~&$]/g, '\\$&')
    .replace(/^(?=[-+](?:[\s-]|$)|=)|(?<=^\d{1,9})(?=[.)](?:\s|$))/, '\\')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (www) => www.replace('.', '\\.'))
    .replace(/@/g, '@\u200b')
}

/** Whatever acts on a reader's terminal or turns the reading direction is shown as something that was there. */
function visible(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}

/** The same, cut where it is too long to be read. */
export function toldInMarkdown(text: string): string {
  return escapeMarkdown(shorten(text))
}

export function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}

/** A name or a place, in a code span of one line, within a table or without. */
export function code(text: string): string {
  return `\`${visible(text.replace(/\s+/g, ' ')).replace(/`/g, "'").replace(/\|/g, '\\|')}\``
}

/** Lines as they are, behind a fence that none of them can close. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${visible(text).trimEnd()}\n${fence}\n`
}

/** A table; cells are Markdown already. Columns of figures are aligned to the right. */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  figures: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = titles.map((_, column) => (figures.includes(column) ? '---:' : '---'))
  return `${[line(titles), line(rule), ...rows.map(line)].join('\n')}\n`
}
