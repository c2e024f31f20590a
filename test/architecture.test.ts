import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** Who may not import what; each is planted in a copy of the house and must be found by Biome. */
const PLANTED: readonly (readonly [file: string, imported: string])[] = [
  ['harness/model/planted.ts', '../errors.ts'],
  ['harness/model/planted.ts', '../journal/journal.ts'],
  ['harness/errors.ts', './model/act.ts'],
  ['harness/statistics/planted.ts', '../journal/read.ts'],
  ['harness/journal/planted.ts', '../acts/act.ts'],
  ['harness/spec/planted.ts', '../plan/plan.ts'],
  ['harness/spec/planted.ts', '../migrator/apply.ts'],
  ['harness/plan/planted.ts', '../staging/copy.ts'],
  ['harness/cache/planted.ts', '../process/spawn.ts'],
  ['harness/access-logs/planted.ts', '../spec/read.ts'],
  ['harness/traffic/planted.ts', '../access-logs/learn.ts'],
  ['harness/process/planted.ts', '../staging/copy.ts'],
  ['harness/database/planted.ts', '../locks/watcher/watcher.ts'],
  ['harness/sql/planted.ts', '../locks/watcher/watcher.ts'],
  ['harness/locks/planted.ts', '../migrator/apply.ts'],
  ['harness/companions/planted.ts', '../migrator/apply.ts'],
  ['harness/stairway/planted.ts', '../migrator/apply.ts'],
  ['harness/interruptions/planted.ts', '../migrator/apply.ts'],
  ['harness/companions/planted.ts', '../interruptions/settle.ts'],
  ['harness/independence/planted.ts', '../staging/copy.ts'],
  ['harness/staging/planted.ts', '../independence/part.ts'],
  ['harness/migrator/planted.ts', '../companions/trials.ts'],
  ['harness/migrator/planted.ts', '../traffic/player.ts'],
  ['harness/migrator/planted.ts', '../stairway/climb.ts'],
  ['harness/staging/containers/planted.ts', '../../traffic/player.ts'],
  ['harness/traffic/planted.ts', '../staging/copy.ts'],
  ['harness/partners/planted.ts', '../process/spawn.ts'],
  ['harness/acts/planted.ts', '../checks/judge.ts'],
  ['harness/acts/planted.ts', '../rehearse.ts'],
  ['harness/comparison/planted.ts', '../traffic/player.ts'],
  ['harness/checks/planted.ts', '../comparison/compare.ts'],
  ['harness/checks/planted.ts', '../database/connect.ts'],
  ['harness/checks/planted.ts', '../staging/copy.ts'],
  ['harness/report/planted.ts', '../traffic/player.ts'],
  ['harness/terminal/planted.ts', '../acts/act.ts'],
  ['harness/status/planted.ts', '../journal/journal.ts'],
  ['harness/checks/planted.ts', '../status/message.ts'],
  ['harness/rehearse.ts', './staging/copy.ts'],
  ['harness/cli.ts', './acts/act.ts'],
  ['harness/index.ts', './acts/act.ts'],
  ['harness/commands/planted.ts', '../cli.ts'],
  ['harness/commands/arguments/planted.ts', '../../acts/act.ts'],
  ['scenarios/planted.ts', '../harness/errors.ts'],
  ['harness/acts/planted.ts', 'pg'],
  ['harness/staging/processes/planted.ts', 'execa'],
  ['harness/acts/planted.ts', 'testcontainers'],
  ['harness/commands/planted.ts', 'yaml'],
  ['harness/plan/planted.ts', 'zod'],
  ['harness/migrator/planted.ts', 'libpg-query'],
  ['harness/staging/planted.ts', 'mockttp'],
  ['harness/commands/planted.ts', 'commander'],
  ['harness/staging/planted.ts', 'node:child_process'],
]

/** Planted beside them, each in files of its own. */
const CYCLE = {
  'harness/model/chicken.ts': "import { egg } from './egg.ts'\nexport const chicken = () => egg\n",
  'harness/model/egg.ts': "import { chicken } from './chicken.ts'\nexport const egg = () => chicken\n",
}
const LONG = {
  'harness/model/long.ts': `export function planted() {\n${"  console.log('a line')\n".repeat(71)}}\n`,
}
const ALLOWED = {
  'harness/checks/allowed.ts': "import { describe } from '../errors.ts'\nexport const used = describe\n",
  'harness/database/allowed.ts': "import { Client } from 'pg'\nexport const used = Client\n",
}

const sources = globSync(['harness/**/*.ts', 'scenarios/**/*.ts', 'scripts/*'])

describe('the house', function () {
  this.timeout(60_000)

  describe('keeps its directions through Biome', () => {
    let copy = ''
    /** What Biome says of all violations at once, a line each with its rule and file: each run of it reads the whole house. */
    let said: readonly string[] = []

    before(() => {
      copy = mkdtempSync(join(tmpdir(), 'fulldress-house-'))
      for (const name of ['harness', 'biome.json', '.gitignore']) cpSync(name, join(copy, name), { recursive: true })
      const imports = PLANTED.map(([file, imported], index) => [plantedIn(file, index), importOf(imported)])
      said = lint(copy, { ...Object.fromEntries(imports), ...CYCLE, ...LONG, ...ALLOWED }).split('\n')
    })

    after(() => rmSync(copy, { recursive: true, force: true }))

    const saidOf = (files: Readonly<Record<string, string>>) =>
      said.filter((line) => Object.keys(files).some((file) => line.includes(file))).join('\n')

    for (const [index, [file, imported]] of PLANTED.entries()) {
      it(`which finds ${imported} in ${file}`, () => {
        assert.match(saidOf({ [plantedIn(file, index)]: '' }), /noRestrictedImports/)
      })
    }

    it('which finds files that import each other', () => {
      assert.match(saidOf(CYCLE), /noImportCycles/)
    })

    it('which finds a function above 70 lines', () => {
      assert.match(saidOf(LONG), /noExcessiveLinesPerFunction/)
    })

    it('and allows what is a direction', () => {
      assert.equal(saidOf(ALLOWED), '')
    })
  })

  it('has no file above 250 lines', () => {
    const long = sources.map((file) => `${file} ${readFileSync(file, 'utf8').split('\n').length - 1}`)
    assert.deepEqual(
      long.filter((line) => Number(line.split(' ')[1]) > 250),
      [],
    )
  })

  it('has a median file of at most 60 lines', () => {
    const lengths = globSync('harness/**/*.ts').map((file) => readFileSync(file, 'utf8').split('\n').length - 1)
    const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)]
    assert.ok((median ?? 0) <= 60, `median ${median}`)
  })

  it('has no room for things without a name', () => {
    const nameless = /^(utils?|helpers?|common|misc|shared|managers?)(\.ts)?$/
    assert.deepEqual(
      sources.flatMap((file) => file.split('/')).filter((part) => nameless.test(part)),
      [],
    )
  })

  it('names its files in kebab-case', () => {
    assert.deepEqual(
      sources
        .map((file) => basename(file))
        .filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|mjs|json|js)$/.test(name)),
      [],
    )
  })

  it('locks every optional dependency, or npm 11 refuses the lock on the platforms that are left out', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    assert.deepEqual(
      wanted.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))),
      [],
    )
  })
})

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>
}

/** Violations of one room stand beside each other, so each has a name of its own. */
function plantedIn(file: string, index: number): string {
  return file.replace(/planted\.ts$/, `planted-${index}.ts`)
}

function importOf(imported: string): string {
  return `import { planted } from '${imported}'\nexport const used = planted\n`
}

/** What Biome says of the copy with these files in it, a line per complaint; they are gone, or as before, afterwards. */
function lint(copy: string, planted: Readonly<Record<string, string>>): string {
  const files = Object.entries(planted).map(([file, text]) => ({
    original: resolve(file),
    file: join(copy, file),
    text,
  }))
  for (const { file, text } of files) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  try {
    const biome = resolve('node_modules/@biomejs/biome/bin/biome')
    const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', ...files.map(({ file }) => file)]
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
    return stdout + stderr
  } finally {
    for (const { original, file } of files) {
      rmSync(file)
      if (existsSync(original)) cpSync(original, file)
    }
  }
}
