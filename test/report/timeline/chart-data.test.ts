import assert from 'node:assert/strict'
import type { EndpointTimeline, Timeline } from '../../../harness/model/timeline.ts'
import { axisOf } from '../../../harness/report/timeline/axis.ts'
import { chartData, inRuns } from '../../../harness/report/timeline/chart-data.ts'
import { lanesOf } from '../../../harness/report/timeline/lanes.ts'
import { jammed, recordedTimeline } from './recorded.ts'

describe('what the curves are drawn from', () => {
  it('is in seconds from the start of the axis, all endpoints together first', () => {
    const [entries, timeline] = [jammed(), recordedTimeline()]
    const axis = axisOf(entries, timeline)
    assert.ok(axis)
    const { to, acts, exclusive, first, stretch, series } = chartData(axis, timeline, lanesOf(entries))
    assert.deepEqual([to, first, stretch, series.length], [105, 0, 1, 2])
    assert.deepEqual(acts[1], { name: 'upgrade', from: 25, to: 45 })
    assert.deepEqual(exclusive, [[31.01, 33.11]])
  })

  it('has values in runs where that is shorter', () => {
    assert.deepEqual(inRuns([1, 2, 3]), [1, 2, 3])
    assert.deepEqual(inRuns([null, null, null, 7, 7, 0, 0, 0]), { runs: [null, 3, 7, 2, 0, 3] })
    assert.deepEqual(inRuns([]), [])
  })

  it('is less than 500 kB for half an hour of sixty endpoints', () => {
    const timeline = halfAnHour()
    const axis = { fromMs: 0, toMs: 1_800_000, acts: [], steps: [] }
    const { length } = JSON.stringify(chartData(axis, timeline, lanesOf([])))
    assert.ok(length < 500_000, `${length} bytes`)
  })
})

/** Twenty requests a second and endpoint, by stretches of four seconds, no two of them alike. */
function halfAnHour(): Timeline {
  const length = 450
  const noisy = (least: number, digits: number, every: number) => (_: unknown, at: number) =>
    Number((least * (1 + 0.9 * Math.abs(Math.sin(Math.floor(at / every) * 12.9898)))).toPrecision(digits))
  const series = (endpoint: string): EndpointTimeline => ({
    endpoint,
    requests: Array.from({ length }, noisy(60, 2, 1)),
    failed: Array.from({ length }, () => 0),
    longestMs: Array.from({ length }, noisy(70, 3, 1)),
    p50Ms: Array.from({ length }, noisy(6, 3, 1)),
    p95Ms: Array.from({ length }, noisy(20, 3, 3)),
    p99Ms: Array.from({ length }, noisy(40, 3, 13)),
  })
  return {
    stretches: Array.from({ length }, (_, at) => ({ fromMs: at * 4_000, toMs: (at + 1) * 4_000 })),
    endpoints: Array.from({ length: 60 }, (_, at) => series(`GET /${at}`)),
    all: series('all endpoints'),
    dropped: Array.from({ length }, () => 0),
  }
}
