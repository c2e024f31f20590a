import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call } from '../../harness/partners/call.ts'
import { foldCalls } from '../../harness/partners/fold.ts'

const charge: Call = {
  atMs: 1_000,
  phase: 'baseline',
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/a',
  key: 'a',
  by: 'Idempotency-Key',
  logical: 1,
  attempt: 1,
  status: 201,
  fault: false,
}

const failed = { status: 503, fault: true }

describe('the calls of a stand-in', () => {
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fulldress-fold-'))
  })

  after(() => rm(folder, { recursive: true }))

  async function fold(text: string) {
    await writeFile(join(folder, 'acquirer.jsonl'), text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const facts = await foldCalls({ folder, file: 'acquirer.jsonl', partner: 'acquirer', phases: [], requests: [] })
    for (const fact of facts) assert.deepEqual(fact.file, { file: 'acquirer.jsonl', sha256 })
    return facts.slice(1).map(({ kind: _kind, partner: _partner, file: _file, ...rest }) => rest)
  }

  const lines = (calls: readonly Call[]) => calls.map((call) => `${JSON.stringify(call)}\n`).join('')

  it('are counted by phase and operation, with attempts and the median gaps between them', async () => {
    const text = lines([
      { ...charge, ...failed },
      { ...charge, key: 'b', logical: 2, atMs: 1_100, ...failed },
      { ...charge, atMs: 1_510, attempt: 2, ...failed },
      { ...charge, key: 'b', logical: 2, atMs: 1_620, attempt: 2 },
      { ...charge, key: 'c', logical: 3, atMs: 2_000 },
      { ...charge, atMs: 3_020, attempt: 3 },
      { ...charge, phase: 'soak', key: 'd', logical: 4, atMs: 9_000 },
    ])
    assert.deepEqual(await fold(text), [
      {
        phase: 'baseline',
        operation: 'PUT /charges/:id',
        calls: 6,
        attempts: [3, 2, 1],
        faults: 3,
        gapsMs: [515, 1510],
      },
      { phase: 'soak', operation: 'PUT /charges/:id', calls: 1, attempts: [1], faults: 0, gapsMs: [] },
    ])
  })

  it('outside the phases are not counted, but a retry of one of them has its gap', async () => {
    const text = lines([
      { ...charge, phase: 'warm-up', ...failed },
      { ...charge, atMs: 1_500, attempt: 2 },
    ])
    assert.deepEqual(await fold(text), [
      { phase: 'baseline', operation: 'PUT /charges/:id', calls: 1, attempts: [0, 1], faults: 0, gapsMs: [500] },
    ])
  })

  it('are read up to the half line that a killed stand-in left', async () => {
    const text = `${lines([charge])}{"atMs":1700,"phase":"baseli`
    assert.deepEqual(await fold(text), [
      { phase: 'baseline', operation: 'PUT /charges/:id', calls: 1, attempts: [1], faults: 0, gapsMs: [] },
    ])
  })

  it('are not on record where no stand-in wrote any', async () => {
    const nobody = { folder, file: 'nobody.jsonl', partner: 'nobody', phases: [], requests: [] }
    assert.deepEqual(await foldCalls(nobody), [
      { kind: 'partner.recorded', partner: 'nobody', calls: null, file: null },
    ])
  })
})
