import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** Starts the browser of this machine: CHROMIUM_BIN, else the first of the usual names on PATH. */
export async function startChromium(): Promise<Browser & AsyncDisposable> {
  // Chromium's own sandbox refuses to start as root, as which CI and containers run.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return await chromium.launch({ executablePath: findChromium(), args })
}

function findChromium(): string {
  const { CHROMIUM_BIN, PATH = '' } = process.env
  if (CHROMIUM_BIN !== undefined) return CHROMIUM_BIN
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const found = PATH.split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram)
  if (found !== undefined) return found
  throw new Error(
    `expected one of ${names.join(', ')} on PATH, found none: apt-get install -y --no-install-recommends chromium, or name one with CHROMIUM_BIN`,
  )
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
