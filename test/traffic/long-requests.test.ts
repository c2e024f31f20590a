import assert from 'node:assert/strict'
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LongRequest, LongRequestsFile, longRequests } from '../../harness/traffic/long-requests.ts'

const request: LongRequest = { endpoint: 'POST /payments', fromMs: 1_000.04, toMs: 1_540.06 }

describe('requests that took a while', () => {
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fulldress-long-'))
    await mkdir(join(folder, 'k6'))
  })

  after(() => rm(folder, { recursive: true }))

  it('are none where no traffic was', async () => {
    assert.deepEqual(await Array.fromAsync(longRequests(folder)), [])
  })

  it('are read back as they were kept, short ones and half a line left out', async () => {
    const file = new LongRequestsFile(folder)
    file.add(request)
    file.add({ ...request, toMs: request.fromMs + 39.9 })
    file.add({ ...request, endpoint: 'GET /home', toMs: request.fromMs + 40 })
    await file.close()
    await appendFile(join(folder, 'k6/long-requests.jsonl'), '{"endpoint":"GET /half","fromM')
    assert.deepEqual(await Array.fromAsync(longRequests(folder)), [
      { endpoint: 'POST /payments', fromMs: 1_000, toMs: 1_540.1 },
      { endpoint: 'GET /home', fromMs: 1_000, toMs: 1_040 },
    ])
  })
})
