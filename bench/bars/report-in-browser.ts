import { mkdirSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { axeViolations } from '../browser/axe.ts'
import { startChromium } from '../browser/chromium.ts'
import { brokenLinks, misaligned, overflowing, unprinted, unreachable } from '../browser/inspect.ts'
import { openFromDisk } from '../browser/open.ts'
import { startFulldress } from './fulldress.ts'

/**
 * report.html in a real browser, from disk, with the network off: no complaint, nothing that axe-core finds in light or
 * dark, every link and every control reached, nothing wider than the screen, one time axis, all of it on paper.
 * `--run DIR` looks at runs that are there (repeatable); without it a GO and a NO-GO are played. `--shots DIR` keeps
 * the pictures.
 */
const { values } = parseArgs({ options: { run: { type: 'string', multiple: true }, shots: { type: 'string' } } })
const MOST_BYTES = 1_500_000
const shots = resolve(values.shots ?? mkdtempSync(join(tmpdir(), 'shots-')))
mkdirSync(shots, { recursive: true })

await using browser = await startChromium()
let missed = 0
for (const run of values.run ?? (await played())) {
  const file = resolve(run, 'report.html')
  const name = basename(resolve(run))
  const bytes = statSync(file).size
  const said = [
    ...(bytes < MOST_BYTES ? [] : [`${bytes} bytes, bar ${MOST_BYTES}`]),
    ...(await look(browser, file, name)),
  ]
  console.log(`${said.length === 0 ? 'holds ' : 'MISSED'} ${name}: ${(bytes / 1_000).toFixed(0)} kB`)
  for (const line of said) console.log(`  ${line}`)
  missed += said.length
}
console.log(
  `${missed === 0 ? 'bar holds: the report can be read by everybody' : `bar missed: ${missed}`}; pictures in ${shots}`,
)
process.exitCode = missed === 0 ? 0 : 1

async function played(): Promise<readonly string[]> {
  const parent = mkdtempSync(join(tmpdir(), 'bar-'))
  const runs: string[] = []
  for (const [name, spec] of [
    ['go', 'rehearsal.yaml'],
    ['no-go', 'rehearsal.as-delivered.yaml'],
  ] as const) {
    const folder = join(parent, name)
    const flags = ['--act-time', '8s', '--runtime', 'processes', '--out', folder]
    const { stdout } = await startFulldress(['rehearse', spec, ...flags], { limitSeconds: 900 }).ended
    console.log(stdout.trimEnd().split('\n').at(-1))
    runs.push(folder)
  }
  return runs
}

async function look(browser: Browser, file: string, name: string): Promise<readonly string[]> {
  const said: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await using opened = await openFromDisk(browser, file, { colorScheme })
    const { page, complaints } = opened
    // docs/images has two of these, in light, made smaller by pngquant.
    await picture(page, join(shots, `${name}-${colorScheme}.png`), 2_060)
    said.push(...tagged(colorScheme, await axeViolations(page)))
    if (colorScheme === 'light')
      said.push(...(await brokenLinks(page)), ...(await unreachable(page)), ...(await toggled(page)))
    await openAll(page)
    said.push(...tagged(`${colorScheme}, all open`, [...(await axeViolations(page)), ...(await misaligned(page))]))
    await picture(page, join(shots, `${name}-${colorScheme}-all.png`))
    said.push(...complaints)
  }
  return [...said, ...(await narrow(browser, file, name)), ...(await onPaper(browser, file, name))]
}

/** The button turns dark on and off, says so, and what it turns on has nothing that axe finds either. */
async function toggled(page: Page): Promise<readonly string[]> {
  const state = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const button = page.locator('#theme')
  const before = await state()
  await button.click()
  const [after, pressed] = [await state(), await button.getAttribute('aria-pressed')]
  const found = await axeViolations(page)
  await button.click()
  const works = before !== after && pressed === 'true' && (await state()) === before
  return [...(works ? [] : [`the button for dark does nothing: ${before}, ${after}, pressed ${pressed}`]), ...found]
}

async function narrow(browser: Browser, file: string, name: string): Promise<readonly string[]> {
  const said: string[] = []
  for (const width of [360, 1_280]) {
    await using opened = await openFromDisk(browser, file, { viewport: { width, height: 800 } })
    const { page, complaints } = opened
    await page.screenshot({ path: join(shots, `${name}-${width}.png`) })
    said.push(...tagged(`${width} px`, [...(await overflowing(page)), ...(await misaligned(page))]))
    await openAll(page)
    said.push(
      ...tagged(`${width} px, all open`, [...(await overflowing(page)), ...(await misaligned(page))]),
      ...complaints,
    )
    await picture(page, join(shots, `${name}-${width}-all.png`))
  }
  return said
}

async function onPaper(browser: Browser, file: string, name: string): Promise<readonly string[]> {
  await using opened = await openFromDisk(browser, file, { colorScheme: 'dark' })
  const { page, complaints } = opened
  await page.emulateMedia({ media: 'print' })
  // A long page takes its style for paper a frame later; on a busy machine it was asked before.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const said = await unprinted(page)
  await page.pdf({ path: join(shots, `${name}.pdf`), format: 'A4' })
  return tagged('print', [...said, ...complaints])
}

/** The top of a page that may be a hundred metres long. */
async function picture(page: Page, path: string, height = 8_000): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {}
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } })
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
}

function tagged(where: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${where}: ${line}`)
}
