import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

// `npm run bar -- NAME`: a measurement that takes longer than a test may, kept in bench/bars/NAME.ts.
const bars = resolve('bench/bars')
const names = existsSync(bars)
  ? readdirSync(bars)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3))
  : []
const [name = '', ...args] = process.argv.slice(2)
if (names.includes(name)) {
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args)
  await import(join(bars, `${name}.ts`))
} else {
  process.stderr.write(
    `fulldress: expected a bar, found "${name}"\n  hint: ${names.join(', ') || 'bench/bars holds none yet'}\n`,
  )
  process.exitCode = 2
}
