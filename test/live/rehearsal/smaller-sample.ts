import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** As many as the sample's seed generates in one go. */
const ORDERS = 200_000

export interface Sample extends Disposable {
  readonly spec: string
  readonly out: string
}

/** One of the sample's specs, word for word, over its own services, scripts and migrations, with a fifth of its orders. */
export function smallerSample(spec: string): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'sample-'))
  symlinkSync(resolve('docker'), join(folder, 'docker'))
  for (const name of [spec, 'migrations', 'scenarios']) cpSync(name, join(folder, name), { recursive: true })
  replace(
    join(folder, 'migrations/base/002_rows.sql'),
    'total constant int := 1000000',
    `total constant int := ${ORDERS}`,
  )
  replace(join(folder, 'scenarios/payments.ts'), 'const ORDERS = 1_000_000', `const ORDERS = ${ORDERS}`)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return { spec: join(folder, spec), out: join(folder, 'run'), [Symbol.dispose]: remove }
}

function replace(file: string, text: string, by: string): void {
  const before = readFileSync(file, 'utf8')
  if (!before.includes(text)) throw new Error(`${file} does not hold ${text}`)
  writeFileSync(file, before.replace(text, by))
}
