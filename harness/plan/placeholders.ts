const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g
const ALWAYS_FILLED = /^(unique|-?\d+\.\.-?\d+|env\.[A-Za-z_]\w*)$/

/** Placeholders of a template that scenarios/lib/template.ts could not fill for an endpoint with these parameters. */
export function unfilled(template: unknown, parameters: readonly string[]): readonly string[] {
  const found = [...JSON.stringify(template ?? null).matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  const unknown = found.filter((name) => !ALWAYS_FILLED.test(name) && !parameters.includes(name))
  return [...new Set(unknown)].map((name) => `{{${name}}}`)
}
