import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { renderMetrics } from '../../harness/report/metrics/index.ts'
import { journalsOf } from '../reports/journals.ts'
import { readBy } from '../reports/python.ts'

// `npm run bar -- metrics [JOURNAL…]`: metrics.prom as prometheus_client of PyPI reads it.

interface Family {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly samples: readonly {
    readonly name: string
    readonly labels: Record<string, string>
    readonly value: number
  }[]
}

/** What must come back as it was written, whatever it holds. */
const HOSTILE = 'a "b" \\ {c="d"} 1\n# TYPE x gauge ä'

for (const { name, seen } of journalsOf(process.argv.slice(2))) {
  const run = { ...seen.run, rehearsal: HOSTILE }
  const text = renderMetrics({ ...seen, run })
  const reader = { release: 'prometheus-client==0.26.0', script: 'read_metrics.py' }
  const families = (await readBy(reader, text)) as readonly Family[]
  const samples = families.flatMap((family) => family.samples)
  const written = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  assert.equal(samples.length, written.length)
  assert.ok(samples.every(({ labels }) => labels.rehearsal === HOSTILE))
  assert.ok(families.every(({ type, help }) => ['gauge', 'summary'].includes(type) && help !== ''))
  const verdict = samples.filter((one) => one.name === 'fulldress_verdict' && one.value === 1)
  assert.deepEqual(
    verdict.map(({ labels }) => labels.verdict),
    [seen.judgement.verdict],
  )
  process.stdout.write(`${basename(name).padEnd(34)} ${samples.length} samples in ${families.length} families\n`)
}
