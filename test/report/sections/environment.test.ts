import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import type { Fact } from '../../../harness/model/evidence.ts'
import { environment } from '../../../harness/report/sections/environment.ts'
import { journal, started } from '../../checks/journal.ts'
import { seenOf, words } from '../html/rendered.ts'

function shown(...facts: readonly Fact[]): string {
  const html = toHtml([...(environment.render(seenOf(journal(...facts))) ?? [])])
  return words(html).replace(/\s+/g, ' ')
}

const SERVER = { kind: 'server.read', version: '17.10' } as const

describe('the environment in report.html', () => {
  it('names host, versions, tools, spec and seed', () => {
    const text = shown(
      started({ weaker: ['all share one kernel'] }),
      { kind: 'tool.found', tool: 'k6', version: '2.0.0', source: 'K6_BIN' },
      { kind: 'stage.database', version: '17.10', settings: {}, image: 'postgres:17', digest: 'sha256:ab' },
      { kind: 'stage.service', service: 'payments', version: '4.2', replicas: 2, front: '127.0.0.1:1', readyMs: 310 },
      { kind: 'stage.egress', isolated: true, how: 'a network namespace of its own', canary: 'refused' },
      { kind: 'seed.table', table: 'orders', rows: 1_200_000, bytes: 206e6 },
      { kind: 'seed.done', rows: 1_200_000, bytes: 206e6, durationMs: 6_500 },
    )
    assert.match(text, /host linux x64, 2 CPUs, 8\.0 GB, node v24\.0\.0 spec rehearsal\.yaml, sha256 0{64} seed 7/)
    assert.match(text, /isolated: a network namespace of its own; a try to reach the outside: refused/)
    assert.match(text, /What it could not show all share one kernel/)
    assert.match(text, /k6 2\.0\.0 K6_BIN/)
    assert.match(text, /postgres 17\.10 postgres:17 sha256:ab payments 4\.2 2 0\.3 s/)
    assert.match(text, /1\.2 M rows, 206 MB, in 1 table, seeded in 6\.5 s\./)
  })

  it('says that the network was not tried, where it was not', () => {
    assert.match(shown(started()), /network not recorded: what the staging copy can reach was not tried/)
  })

  it('shows settings before and after the way back where they differ', () => {
    const before: Fact = { ...SERVER, when: 'seeded', settings: { work_mem: '4MB', jit: 'on' } }
    const after: Fact = { ...SERVER, when: 'restored', settings: { work_mem: '8MB', jit: 'on' } }
    assert.match(shown(started(), before), /2 settings setting value jit on work_mem 4MB/)
    assert.match(
      shown(started(), before, after),
      /2 settings, 1 other than before setting before after the way back jit on the same work_mem 4MB 8MB/,
    )
  })

  it('is there of a journal of fulldress locks', () => {
    const text = shown({
      kind: 'locks.started',
      name: 'm',
      runtime: 'processes',
      migrations: [],
      weaker: ['no traffic'],
    })
    assert.match(text, /runtime processes database none was started .* What it could not show no traffic/)
  })
})
