import { spawnSync } from 'node:child_process'

// `npm run bar -- identity [16|17|18…]`: every script of the corpus directly and through the tracing proxy, on each version.
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['16', '17', '18']
const test = 'test/live/locks/proxy/identity.test.ts'
for (const version of versions) {
  const env = { ...process.env, FULLDRESS_TEST_POSTGRES: version }
  const args = ['node_modules/mocha/bin/mocha.js', '--no-config', '--reporter', 'dot', test]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env })
  const held = status === 0
  process.stdout.write(`${held ? 'holds' : 'MISSED'}  identity on PostgreSQL ${version}\n`)
  if (!held) process.exitCode = 1
}
