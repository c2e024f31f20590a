import { deepEqual } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cutAtRelease, findSqlMigrations } from '../../../harness/commands/init/migrations.ts'
import { projectFiles } from '../../../harness/commands/init/project-files.ts'
import { releasedFiles } from '../../../harness/commands/init/released.ts'

describe('what production has', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fulldress-released-'))
    mkdirSync(join(root, 'app', 'migrations'), { recursive: true })
    write('1_a', '2_b', '3_c')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const write = (...names: readonly string[]) => {
    for (const name of names) writeFileSync(join(root, 'app', 'migrations', `${name}.up.sql`), 'SELECT 1;')
  }
  const git = (...args: readonly string[]) => {
    const as = [
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@example.com',
      '-c',
      'commit.gpgsign=false',
      '-c',
      'tag.gpgsign=false',
    ]
    execFileSync('git', [...as, ...args], { cwd: root, stdio: 'ignore' })
  }
  const cut = async () => {
    const project = projectFiles(join(root, 'app'))
    const sql = cutAtRelease(project, findSqlMigrations(project), await releasedFiles(project.folder))
    return [sql?.base, sql?.chosenBy, ...(sql?.upgrade ?? [])]
  }

  it('is all but the newest migration where no git tells', async () => {
    deepEqual(await cut(), ['2_b', 'the newest', '3_c'])
  })

  it('is what the newest tag holds', async () => {
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'one')
    git('tag', 'v1')
    write('4_d', '5_e')
    git('add', '.')
    git('commit', '-qm', 'two')
    deepEqual(await cut(), ['3_c', 'not in the tag v1', '4_d', '5_e'])
  })

  it('is what was committed, without a tag; and all but the newest where everything was', async () => {
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'one')
    deepEqual(await cut(), ['2_b', 'the newest', '3_c'])
    write('4_d', '5_e')
    deepEqual(await cut(), ['3_c', 'not in the last commit', '4_d', '5_e'])
  })
})
