import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe-core finds, a line per rule with the first elements. Evaluated from outside, which no CSP forbids. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(SOURCE)
  const run = `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`
  const { violations } = (await page.evaluate(run)) as AxeResults
  return violations.map(({ id, help, nodes }) => {
    const first = nodes
      .slice(0, 3)
      .map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`)
    return `axe ${id}: ${help}, ${nodes.length} times: ${first.join(' | ')}`
  })
}
