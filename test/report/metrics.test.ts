import assert from 'node:assert/strict'
import { renderExposition } from '../../harness/report/metrics/exposition.ts'
import { renderMetrics } from '../../harness/report/metrics/index.ts'
import { change } from '../checks/change.ts'
import { endpoint, held, ledger, phase, started, step, wholeRehearsal } from '../checks/journal.ts'
import { tried } from '../checks/trials.ts'
import { FIXTURES, fixture, seen } from './fixture.ts'

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/

function samples(text: string, name: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name}_count{`))
}

describe('metrics.prom', () => {
  it('tells the verdict as one of three', () => {
    assert.deepEqual(samples(renderMetrics(seen(fixture('as-delivered'))), 'fulldress_verdict'), [
      'fulldress_verdict{rehearsal="orders-v42",verdict="go"} 0',
      'fulldress_verdict{rehearsal="orders-v42",verdict="no-go"} 1',
      'fulldress_verdict{rehearsal="orders-v42",verdict="inconclusive"} 0',
    ])
  })

  it('tells a quantile and a share only where there are requests enough', () => {
    const endpoints = [6_000, 1_000, 100, 20, 19].map((requests) =>
      endpoint({ endpoint: `GET /${requests}`, requests }),
    )
    const text = renderMetrics(seen(wholeRehearsal({ baseline: [phase('baseline', { endpoints })] })))
    const told = (name: string, of: string) =>
      samples(text, name).filter((line) => line.includes(`phase="baseline",endpoint="GET /${of}"`))
    const quantiles = ['6000', '1000', '100', '20', '19'].map((of) =>
      told('fulldress_request_duration_seconds', of).flatMap((line) => /quantile="(.*?)"/.exec(line)?.[1] ?? []),
    )
    assert.deepEqual(quantiles, [['0.5', '0.9', '0.95', '0.99'], ['0.5', '0.9', '0.95'], ['0.5', '0.9'], ['0.5'], []])
    assert.equal(told('fulldress_request_error_ratio', '20').length, 1)
    assert.equal(told('fulldress_request_error_ratio', '19').length, 0)
    assert.ok(
      text.includes(
        'fulldress_request_duration_seconds{rehearsal="orders-v42",phase="baseline",endpoint="GET /20",quantile="0.5"} 0.008\n',
      ),
    )
    assert.ok(
      text.includes(
        'fulldress_request_duration_seconds_count{rehearsal="orders-v42",phase="baseline",endpoint="GET /19"} 19\n',
      ),
    )
  })

  it('tells the longest hold of each lock, and lost writes, and nothing of what nobody looked at', () => {
    const text = renderMetrics(
      seen(
        wholeRehearsal({
          upgrade: [step('upgrade'), held(0, 100), held(200, 450)],
          audit: [ledger({ missingCount: 3 })],
        }),
      ),
    )
    assert.deepEqual(samples(text, 'fulldress_lock_held_max_seconds'), [
      'fulldress_lock_held_max_seconds{rehearsal="orders-v42",act="upgrade",relation="orders",mode="AccessExclusiveLock"} 0.25',
    ])
    assert.deepEqual(samples(text, 'fulldress_acknowledged_writes_lost'), [
      'fulldress_acknowledged_writes_lost{rehearsal="orders-v42",ledger="orders",declared="false"} 3',
      'fulldress_acknowledged_writes_lost{rehearsal="orders-v42",ledger="orders",declared="true"} 0',
    ])
    assert.ok(!renderMetrics(seen(wholeRehearsal({ audit: [] }))).includes('acknowledged_writes'))
  })

  it('tells the window in seconds', () => {
    const text = renderMetrics(seen(wholeRehearsal({ started: [started({ change: change(60_000) })] })))
    assert.ok(text.includes('fulldress_window_planned_seconds{rehearsal="orders-v42"} 50\n'))
    assert.ok(text.includes('fulldress_window_declared_seconds{rehearsal="orders-v42"} 60\n'))
  })

  it('tells of a journal of `locks` what it has, and of no window', () => {
    const text = renderMetrics(seen(tried()))
    assert.ok(text.includes('fulldress_verdict{rehearsal="unknown",verdict="go"} '))
    assert.ok(!text.includes('fulldress_window') && !text.includes('fulldress_request'))
  })

  it('says of each family what it is, once, and ends with a line’s end, in every journal', () => {
    for (const name of FIXTURES) {
      const text = renderMetrics(seen(fixture(name)))
      const families = text.split('\n').flatMap((line) => /^# TYPE (\S+) (gauge|summary)$/.exec(line)?.[1] ?? [])
      assert.equal(new Set(families).size, families.length)
      for (const family of families) assert.ok(NAME.test(family) && text.includes(`# HELP ${family} `))
      assert.ok(text.endsWith('\n') && !text.includes('\n\n') && !/undefined|NaN/.test(text), name)
    }
  })
})

describe('the exposition format', () => {
  it('escapes what would end a label, and writes numbers as Prometheus reads them', () => {
    const labels = { a: 'x"\\\n\r\ud800' }
    const values = [0.25, 1e21, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    const text = renderExposition([
      { name: 'm', help: 'a\\b\nc', type: 'gauge', samples: values.map((value) => ({ labels, value })) },
    ])
    const told = 'm{a="x\\"\\\\\\n\ufffd\ufffd"}'
    assert.equal(
      text,
      [
        '# HELP m a\\\\b\\nc',
        '# TYPE m gauge',
        `${told} 0.25`,
        `${told} 1e+21`,
        `${told} +Inf`,
        `${told} -Inf`,
        '',
      ].join('\n'),
    )
  })

  it('leaves out a family without a sample', () => {
    assert.equal(renderExposition([{ name: 'm', help: 'h', type: 'gauge', samples: [] }]), '')
  })
})
