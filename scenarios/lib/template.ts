const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g
const RANGE = /^(-?\d+)\.\.(-?\d+)$/

/** What fills a template. */
export interface Filling {
  /** Text unlike any other in any run, for references that must not come twice. */
  unique(): string
  /** A whole number, both ends included. */
  between(first: number, last: number): number
  /** The value drawn for a parameter of the path; undefined where there is none of that name. */
  parameter(name: string): string | undefined
  /** A variable of the scripts' environment. */
  variable(name: string): string | undefined
}

/**
 * Fills `{{unique}}`, `{{1..500}}`, `{{id}}` (a parameter of the path) and `{{env.TOKEN}}` in all texts of a template. A
 * text that is nothing but a range becomes a number. Throws on what nothing fills: half a template must not be sent.
 */
export function fillTemplate(template: unknown, filling: Filling): unknown {
  if (typeof template === 'string') return fillText(template, filling)
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, filling))
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillTemplate(value, filling)]))
}

function fillText(text: string, filling: Filling): string | number {
  const whole = /^\{\{\s*(-?\d+\.\.-?\d+)\s*\}\}$/.exec(text)?.[1]
  if (whole !== undefined) return Number(filledBy(whole, filling))
  return text.replace(PLACEHOLDER, (_, name: string) => filledBy(name, filling))
}

function filledBy(name: string, { unique, between, parameter, variable }: Filling): string {
  const [, first, last] = RANGE.exec(name) ?? []
  if (first !== undefined && last !== undefined) return String(between(Number(first), Number(last)))
  const value = name === 'unique' ? unique() : name.startsWith('env.') ? variable(name.slice(4)) : parameter(name)
  if (value === undefined) throw new Error(`nothing fills {{${name}}}`)
  return value
}
