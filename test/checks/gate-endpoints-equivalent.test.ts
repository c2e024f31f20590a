import { gateEndpointsEquivalent } from '../../harness/checks/gate-endpoints-equivalent.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { bareRun, compared, comparedRun, metric } from './compared.ts'
import { assertPassed, assertUnknown } from './expect.ts'
import { journal, LIMITS, started } from './journal.ts'

function asked(...facts: readonly Fact[]) {
  const gate = { endpoint: 'POST /payments', p99Ms: null, errorRate: null, gate: true }
  return journal(started({ compares: true, limits: { ...LIMITS, endpoints: [gate] } }), ...facts.slice(1))
}

describe('gate-endpoints-equivalent', () => {
  it('passes where every gate is proven to be as before', () => {
    const gate = compared({ gate: true })
    const other = compared({ endpoint: 'GET /home', answer: 'inconclusive' })
    assertPassed(
      gateEndpointsEquivalent.judge(asked(...comparedRun({ endpoints: [gate, other] }))),
      'as before within the margin: POST /payments',
    )
    assertPassed(
      gateEndpointsEquivalent.judge(
        asked(...comparedRun({ endpoints: [compared({ gate: true, answer: 'improved' })] })),
      ),
      'as before within the margin: POST /payments',
    )
  })

  it('passes where the spec gates nothing, however little was seen', () => {
    const open = compared({ answer: 'inconclusive', quantile: null })
    assertPassed(
      gateEndpointsEquivalent.judge(journal(...comparedRun({ endpoints: [open] }))),
      'the spec marks no endpoint with `gate: true`',
    )
  })

  it('does not know of a gate that may hide more than its margin, and says what would settle it', () => {
    const settledBy = '14 minutes more, or 6 requests/s of probe traffic'
    const open = metric('p99', { answer: 'inconclusive', couldHideUpTo: 0.31, settledBy })
    const gate = compared({ gate: true, answer: 'inconclusive', metrics: [open, metric('errors')] })
    assertUnknown(
      gateEndpointsEquivalent.judge(asked(...comparedRun({ endpoints: [gate] }))),
      `POST /payments is not proven to be as before (p99 could be up to +31 %). Settled by ${settledBy}.`,
    )
  })

  it('takes no p99 beside requests that hang for a proof', () => {
    const hangs = {
      ...({ phase: 'soak', overMs: 3_200, hung: 500, requests: 10_000, blocks: 1 } as const),
      ...{ baseline: { hung: 0, requests: 10_000 }, adjustedP: 0.33, certain: false },
    }
    const gate = compared({ gate: true, answer: 'inconclusive', hangs: [hangs] })
    assertUnknown(
      gateEndpointsEquivalent.judge(asked(...comparedRun({ endpoints: [gate] }))),
      'POST /payments is not as before: 5 % of the requests in soak hung for more than 3200 ms, in 1 block, and 0 % in baseline. Settled by a new version that answers its usual requests as quickly as the old one, or a wider `margin`.',
    )
  })

  it('takes no p99 that a slow minority holds where it was for a proof about all other requests', () => {
    const body = { quantile: 'p50', before: 10, after: 200, p: 0.0002 } as const
    const gate = compared({ gate: true, answer: 'inconclusive', body })
    assertUnknown(
      gateEndpointsEquivalent.judge(asked(...comparedRun({ endpoints: [gate] }))),
      'POST /payments is not as before below its p99: p50 10 → 200 ms (+1900 %). Settled by a new version that answers its usual requests as quickly as the old one, or a wider `margin`.',
    )
  })

  it('does not know of a gate that saw no requests, nor where nothing was compared', () => {
    assertUnknown(
      gateEndpointsEquivalent.judge(asked(...comparedRun({ endpoints: [] }))),
      'POST /payments saw no requests. Settled by more traffic to these endpoints, or longer acts.',
    )
    assertUnknown(
      gateEndpointsEquivalent.judge(asked(...bareRun())),
      'before was not compared with after. Settled by a rehearsal whose steady acts all see traffic.',
    )
  })
})
