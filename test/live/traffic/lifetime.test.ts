import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RehearsalError } from '../../../harness/errors.ts'
import { describeForEachK6 } from './k6-versions.ts'
import { last, playPhase, type Staged, stage } from './staged.ts'

const LEDGER = join(import.meta.dirname, '../../../scenarios/lib/ledger.ts')

const WRITES = `import http from 'k6/http'
import { acknowledged } from ${JSON.stringify(LEDGER)}
export function write() {
  http.post(__ENV.BASE_URL + '/orders', '')
  acknowledged('orders', 'key & = "' + __ITER + '"')
}
`

describeForEachK6('the one k6 process', (k6) => {
  it('dies with the rehearsal that owns it', async function () {
    this.timeout(20_000)
    await using staged = await stage((_request, response) => response.end('ok'))
    {
      await using _traffic = await start(staged)
      assert.equal(processesOf(staged).length, 1)
    }
    assert.deepEqual(processesOf(staged), [])
    // Interrupted, it has never been told to end, and has been seen all the same.
    assert.equal(staged.facts.filter(({ kind }) => kind === 'traffic.timeline').length, 1)
  })

  it('is told as a failure, with its fact, when it is killed', async function () {
    this.timeout(20_000)
    await using staged = await stage((_request, response) => response.end('ok'))
    await using traffic = await start(staged)
    for (const pid of processesOf(staged)) process.kill(pid, 'SIGKILL')
    await assert.rejects(traffic.failure, (error) => {
      assert.ok(error instanceof RehearsalError)
      assert.equal(error.code, 'traffic-failed')
      assert.equal(
        error.message,
        'expected k6 to play until the end, it ended by itself (exit code none: killed by SIGKILL)',
      )
      return true
    })
    const { exitCode, asExpected, summarised } = last(staged.facts, 'traffic.ended')
    assert.deepEqual({ exitCode, asExpected, summarised }, { exitCode: 137, asExpected: false, summarised: false })
    await traffic.end()
    assert.equal(staged.facts.filter(({ kind }) => kind === 'traffic.ended').length, 1)
  })

  it('leaves every acknowledged write in the ledger, whatever its key', async function () {
    this.timeout(20_000)
    let written = 0
    await using staged = await stage((_request, response) => {
      written++
      response.end('ok')
    })
    await using traffic = await start(staged)
    await playPhase(traffic, 1000)
    const { file } = await traffic.end()
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const writes = lines.map((line) => JSON.parse(line) as { ledger: string; key: string })
    // What k6 was told to end between the answer and the note is written and not acknowledged.
    assert.ok(writes.length >= 10 && written - writes.length <= 1, `${writes.length} of ${written}`)
    assert.deepEqual([writes[0]?.ledger, writes[0]?.key], ['orders', 'key & = "0"'])
  })

  function start(staged: Staged) {
    const script = staged.script('writes.js', WRITES)
    return staged.start(k6(), [{ name: 'write', script, exec: 'write', ratePerSecond: 10, vus: 1 }])
  }
})

/** Processes that were started on this run's wrapper. */
function processesOf({ folder }: Staged): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name).includes(`${folder}/k6/wrapper.js`))
    .map(Number)
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
