import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Judgement } from '../checks/judgement.ts'
import { describe } from '../errors.ts'
import { annotations } from '../terminal/ci/annotations.ts'

/** GitHub throws away a whole step summary that is larger. */
const SUMMARY_BYTES = 1024 * 1024

/**
 * Where GitHub runs us: annotations beside the lines that findings are about, on stderr, and report.md for the summary
 * of the step. Subjects name files relative to `root`. Nothing elsewhere.
 */
export function tellCi(
  { findings }: Pick<Judgement, 'findings'>,
  { folder, root, env }: { readonly folder: string; readonly root: string; readonly env: NodeJS.ProcessEnv },
): void {
  if (env.GITHUB_ACTIONS !== 'true') return
  const repository = resolve(env.GITHUB_WORKSPACE ?? '.')
  process.stderr.write(
    annotations(findings, (file) => {
      const path = resolve(root, file)
      const inside = relative(repository, path)
      const known = !inside.startsWith('..') && !isAbsolute(inside) && existsSync(path)
      return known ? inside.split(sep).join('/') : null
    }),
  )
  if (env.GITHUB_STEP_SUMMARY !== undefined) summarise(env.GITHUB_STEP_SUMMARY, join(folder, 'report.md'))
}

function summarise(file: string, report: string): void {
  try {
    const text = `${readFileSync(report, 'utf8').trimEnd()}\n\n`
    const before = existsSync(file) ? statSync(file).size : 0
    if (before + Buffer.byteLength(text) <= SUMMARY_BYTES) appendFileSync(file, text)
    else process.stderr.write('warning: the step summary is full; report.md has the report\n')
  } catch (error) {
    // A verdict stands, whatever becomes of its summary.
    process.stderr.write(`warning: the step summary could not be written: ${describe(error)}\n`)
  }
}
