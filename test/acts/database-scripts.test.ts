import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planScripts, scriptKind } from '../../harness/acts/database-scripts.ts'
import type { Step } from '../../harness/model/step.ts'

const URL = '$' + '{database.url}'

describe('a step that runs a command', () => {
  let cwd = ''

  before(() => {
    cwd = mkdtempSync(join(tmpdir(), 'scripts-'))
    writeFileSync(join(cwd, 'plain.sql'), '\\set ON_ERROR_STOP on\nUPDATE notes SET body = upper(body);\n')
    writeFileSync(join(cwd, 'shell.sql'), 'UPDATE notes SET body = 1;\n\\! touch done\n')
  })
  after(() => rmSync(cwd, { recursive: true, force: true }))

  const run = (command: string, within: { service: string; version: string } | null = null): Step => {
    const told = { command, told: command, environment: {}, timeoutMs: 1_000, in: within, cwd }
    return { kind: 'run', label: `run ${command}`, run: told }
  }
  const kindOf = async (command: string) => {
    const step = run(command)
    return step.kind === 'run' ? scriptKind(step.run) : assert.fail()
  }

  it('speaks to the database alone where it is psql with its own statements', async () => {
    for (const command of [
      `psql "${URL}" -c "UPDATE notes SET body = upper(body) WHERE id > 5; ANALYZE"`,
      `psql -X -v ON_ERROR_STOP=1 -d ${URL} -f plain.sql`,
      "psql -qc 'SELECT 1'",
    ])
      assert.equal(await kindOf(command), 'database', command)
  })

  it('is in doubt where it may do more, or go elsewhere', async () => {
    for (const command of [
      'node backfill.mjs',
      'psql -d app -c "UPDATE notes SET body = 1"',
      'psql -h other -c "SELECT 1"',
      `psql ${URL} -c "SELECT 1" && curl -d x http://partner`,
      `psql ${URL} -c "SELECT $(cat secret)"`,
      `psql ${URL} -f shell.sql`,
      `psql ${URL} -f absent.sql`,
      `psql ${URL} -c "COPY notes TO PROGRAM 'cat'"`,
      `psql ${URL} -c "ALTER ROLE app SET work_mem = '1GB'"`,
      `psql ${URL} < plain.sql`,
      `psql ${URL}`,
      `psql ${URL} -c "SELECT 1" -o file`,
      '',
    ])
      assert.equal(await kindOf(command), 'unknown', command)
  })

  it('touches no row where its program speaks to no database', async () => {
    assert.equal(await kindOf('cp tools/ledgerctl-2 bin/ledgerctl'), 'rowless')
    assert.equal(await kindOf('true'), 'rowless')
    assert.equal(await kindOf('true && node x.mjs'), 'unknown')
  })

  it('is performed on a clone only where all that may matter to it are', async () => {
    const [fill, script] = [`psql ${URL} -f plain.sql`, 'sh undo.sh']
    assert.deepEqual(await planScripts([run(fill), run('cp a b')], [run('true')]), {
      performed: [`run ${fill}`],
      unproved: [],
      because: [],
    })
    assert.deepEqual(await planScripts([run(fill), run('cp a b')], [run(script)]), {
      performed: [],
      unproved: [`run ${fill}`],
      because: [`run ${script}`],
    })
    assert.deepEqual(await planScripts([run('cp a b')], [run(script)]), {
      performed: [],
      unproved: [],
      because: [`run ${script}`],
    })
  })
})
