import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder for each test of a `describe`, with a base to begin from, and room for the command's run. */
export interface MigrationsFolder {
  readonly out: string
  /** `--base` with the folder's own, and `--out`. */
  readonly options: readonly string[]
  /** Where a file of that name stands. */
  path(file: string): string
  write(texts: Readonly<Record<string, string>>): void
}

/** Makes the folder before each test and removes it after. */
export function migrationsFolder(base: string): MigrationsFolder {
  let folder = ''
  const path = (file: string) => join(folder, file)
  const write = (texts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), text)
    }
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'migrations-'))
    write({ 'base.sql': base })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return {
    get out() {
      return path('run')
    },
    get options() {
      return ['--base', path('base.sql'), '--out', path('run')]
    },
    path,
    write,
  }
}
