import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** A page opened from disk with the network off, and what went wrong in it since. */
export interface Opened extends AsyncDisposable {
  readonly page: Page
  /** Console errors and warnings, exceptions, and requests for anything but the file; a sentence each. */
  readonly complaints: readonly string[]
}

export async function openFromDisk(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1_280, height: 900 }, ...options })
  // A large page takes a busy machine its time.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => void complaints.push(`exception: ${error.message}`))
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== pathToFileURL(file).href) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' })
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}
