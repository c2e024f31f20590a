import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fact } from '../../../harness/model/evidence.ts'
import { foldCalls } from '../../../harness/partners/fold.ts'
import { prepareSource } from '../../../harness/staging/source.ts'
import { freePort } from '../partners/free-port.ts'

type PartnerCalls = Extract<Fact, { kind: 'partner.calls' }>

const root = join(import.meta.dirname, '../../..')

/** An acquirer that is down for as long as anybody asks. */
const route = {
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/:id',
  status: 201,
  headers: {},
  body: '',
  latency: { p50Ms: 0, p99Ms: 0 },
  faults: [{ everyMs: 60_000, lasting: { minMs: 60_000, maxMs: 60_000 }, status: 503 }],
}

describe('the sample meets an acquirer that fails, live', function () {
  this.timeout(120_000)
  let folder: string
  let port: number
  let standIn: ReturnType<typeof spawn>

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fulldress-delays-'))
    port = await freePort()
    const config = {
      name: 'acquirer',
      host: '127.0.0.1',
      port,
      routes: [route],
      seed: 7,
      callsFile: `${folder}/calls.jsonl`,
    }
    await writeFile(join(folder, 'config.json'), JSON.stringify(config))
    const program = join(root, 'harness/partners/serve.ts')
    standIn = spawn(process.execPath, [program, join(folder, 'config.json')], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(standIn.stdout as NodeJS.ReadableStream, 'data')
  })

  after(async () => {
    standIn.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  /** Charges once with the service's own code, and tells the gaps that the stand-in's record shows. */
  async function gapsOf(version: string, phase: string, environment: Readonly<Record<string, string>>) {
    const source = await prepareSource(join(root, 'docker', version), () => undefined)
    const url = `http://127.0.0.1:${port}`
    await fetch(`${url}/__fulldress/phase`, { method: 'POST', body: JSON.stringify({ phase }) })
    const script = `import { charge } from './partners.ts'; await charge('${phase}', 100).catch(() => undefined)`
    const env = { ...process.env, ACQUIRER_URL: url, CHAT_URL: url, ...environment }
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: source, env })
    await wait(50)
    const facts = await foldCalls({ folder, file: 'calls.jsonl', partner: 'acquirer', phases: [], requests: [] })
    return facts.find((fact) => fact.kind === 'partner.calls' && fact.phase === phase) as PartnerCalls | undefined
  }

  for (const { claim, version, phase, environment, delays } of [
    { claim: '4.2 waits', version: 'payments-4.2', phase: 'baseline', environment: {}, delays: [500, 1_500, 3_500] },
    { claim: '5.0 waits only', version: 'payments-5.0', phase: 'soak', environment: {}, delays: [50, 150, 350] },
    {
      claim: '5.0 with RETRY_DELAYS=legacy waits as 4.2 does,',
      version: 'payments-5.0',
      phase: 'restored',
      environment: { RETRY_DELAYS: 'legacy' },
      delays: [500, 1_500, 3_500],
    },
  ]) {
    it(`${claim} ${delays.join(', ')} ms`, async () => {
      const fact = await gapsOf(version, phase, environment)
      assert.deepEqual(fact?.attempts, [1, 1, 1, 1])
      assert.equal(fact.faults, 4)
      for (const [index, delay] of delays.entries()) {
        const gap = fact.gapsMs[index] ?? 0
        assert.ok(gap >= delay - 5 && gap < delay + 100, `gap ${index + 1} is ${gap} ms, expected about ${delay}`)
      }
    })
  }
})
