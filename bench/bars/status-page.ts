import { setTimeout as sleep } from 'node:timers/promises'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { openStatusPage } from '../../harness/status/page/server.ts'
import type { LiveState } from '../../harness/status/state.ts'
import { ENDPOINT, message, state } from '../../test/status/state.ts'

// The status page in a real browser, by its own policy: no console error, nothing asked of any other address, axe finds
// nothing in light and dark at any stage of a run, the script shows what changes and stops at the end, and without
// scripts the page reloads by itself. CHROMIUM names the browser (/usr/bin/chromium). SHOTS=folder keeps pictures.

const finding = {
  check: 'access-exclusive-too-long',
  severity: 'blocker',
  subject: 'migrations/003-add-total.up.sql:4',
  summary: 'ACCESS EXCLUSIVE on orders held for 2100 ms (limit 500 ms); 212 POST /orders stalled, longest 2140 ms',
} as const
const part = { doing: 'steady traffic', fromMs: state().atMs - 3_000, untilMs: state().atMs + 9_000 }
const silent = { ...ENDPOINT, requestsPerSecond: 0, failedShare: 0 }
const behind = { mode: 'AccessExclusiveLock', statement: 'ALTER TABLE orders ALTER COLUMN amount_cents TYPE bigint' }
const stall = { sessions: 20, longestMs: 11_300, tables: ['orders'], behind }
const counts = { blockers: 1, concerns: 0, notes: 2 }
const ending = { verdict: 'no-go', headline: 'NO-GO, 1 blocker', report: '.fulldress/runs/1/report.html' } as const
const STAGES: Readonly<Record<string, LiveState>> = {
  early: state({ reading: null, judgedAfter: null, ended: [], doing: '', part: null }),
  middle: state({ part, findings: [finding], counts, messages: [1, 2, 3].map((number) => message(number)) }),
  stalled: state({
    reading: { endpoints: [silent, { ...silent, endpoint: 'GET /orders', quantile: null }], waiting: stall },
  }),
  ended: state({ act: null, next: null, nextUpdateBy: null, findings: [finding], counts, ending }),
}
let missed = 0

await using page = await openStatusPage({ host: '127.0.0.1', port: 0 })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [stage, shown] of Object.entries(STAGES)) await examine(browser, colorScheme, stage, shown)
  await follow(browser)
  await reloadWithoutScripts(browser)
} finally {
  await browser.close()
}
process.exitCode = missed === 0 ? 0 : 1

async function examine(on: Browser, colorScheme: 'light' | 'dark', stage: string, shown: LiveState): Promise<void> {
  page.show(shown)
  const context = await on.newContext({ colorScheme, bypassCSP: true, viewport: { width: 1000, height: 900 } })
  const seen = await context.newPage()
  await seen.goto(page.url)
  await seen.evaluate(axe.source)
  const violations = await seen.evaluate<string[]>(
    "axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join()))",
  )
  const { SHOTS } = process.env
  if (SHOTS !== undefined)
    await seen.screenshot({ path: `${SHOTS}/status-${stage}-${colorScheme}.png`, fullPage: true })
  tell(violations.length === 0, `axe, ${stage}, ${colorScheme}: ${violations.join('; ') || 'no violation'}`)
  await context.close()
}

async function follow(on: Browser): Promise<void> {
  page.show(STAGES.middle as LiveState)
  const context = await on.newContext()
  const seen = await context.newPage()
  const complaints: string[] = []
  const elsewhere: string[] = []
  seen.on('console', (said) => said.type() === 'error' && complaints.push(said.text()))
  seen.on('pageerror', (error) => complaints.push(error.message))
  seen.on('request', (request) => request.url().startsWith(page.url) || elsewhere.push(request.url()))
  await seen.goto(page.url)
  await shows(seen, '#link', 'live')
  page.show(state({ act: { name: 'soak', sinceMs: 0 }, doing: '<b>not bold</b>' }))
  await shows(seen, '.act', 'soak')
  tell((await seen.locator('b').count()) === 0, 'text stays text')
  await seen.reload()
  await shows(seen, '.act', 'soak')
  page.show(state({ rehearsal: 'another-name' }))
  await shows(seen, 'h1', 'another-name')
  page.show(STAGES.ended as LiveState)
  await shows(seen, '.verdict', 'NO-GO, 1 blocker')
  tell((await seen.title()) === 'NO-GO, 1 blocker: orders-v42', 'the title says the verdict')
  tell(complaints.length === 0, `console: ${complaints.join('; ') || 'no error'}`)
  tell(elsewhere.length === 0, `requests elsewhere: ${elsewhere.join(' ') || 'none'}`)
  await context.close()
}

async function reloadWithoutScripts(on: Browser): Promise<void> {
  page.show(STAGES.middle as LiveState)
  const context = await on.newContext({ javaScriptEnabled: false })
  const seen = await context.newPage()
  await seen.goto(page.url)
  page.show(state({ act: { name: 'soak', sinceMs: 0 } }))
  await sleep(7_000)
  tell(
    (await seen.locator('.act').textContent())?.startsWith('soak') === true,
    'without scripts the page reloads by itself',
  )
  await context.close()
}

async function shows(seen: Page, selector: string, text: string): Promise<void> {
  const holds = await seen
    .locator(selector, { hasText: text })
    .waitFor({ timeout: 5_000 })
    .then(
      () => true,
      () => false,
    )
  tell(holds, `${selector} shows "${text}"`)
}

function tell(holds: boolean, what: string): void {
  if (!holds) missed++
  console.log(`${holds ? 'holds ' : 'MISSED'} ${what}`)
}
