// Puts into the image what a first rehearsal would fetch: node fill-cache.mjs 17 18
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim()
const load = (file) => import(pathToFileURL(join(root, 'fulldress', 'dist', file)).href)
const progress = (line) => console.error(line)

const { installPostgres } = await load('staging/postgres/install.js')
const { findK6 } = await load('traffic/find.js')
for (const version of process.argv.slice(2)) await installPostgres(Number(version), progress)
const k6 = await findK6({ env: process.env, progress, signal: AbortSignal.timeout(20 * 60_000) })
progress(`k6 ${k6.version} (${k6.source})`)
