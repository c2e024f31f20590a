import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import { comparedWays, figuresOf } from '../../harness/checks/way-figures.ts'
import { WAY_TITLES, wayInWords } from '../../harness/checks/ways-in-words.ts'
import type { WayFigures } from '../../harness/model/facts-of-ways.ts'
import { renderMarkdown } from '../../harness/report/markdown.ts'
import { renderVerdictJson } from '../../harness/report/verdict-json.ts'
import { verdictLines } from '../../harness/terminal/verdict-lines.ts'
import { catalog, journal, ledger, phase, stall, started, step } from './journal.ts'

const OTHER: WayFigures = {
  way: 'restore',
  verdict: 'no-go',
  stallMs: 6_400,
  rollbackMs: 9_000,
  writesLost: 212,
  residue: 0,
}

const OWN = [
  started({ pointOfNoReturn: 'the first refund' }),
  step('rollback'),
  phase('rollback', {
    stalls: [
      stall(50_000, 51_000),
      // Another endpoint, partly at the same time, and a failure half a second later.
      stall(50_500, 52_000, { endpoint: 'GET /orders' }),
      stall(52_500, 52_600),
      stall(58_000, 58_400),
    ],
  }),
  catalog(),
  ledger({ missingCount: 2, declaredLostCount: 3 }),
]

describe('the comparison of ways back', () => {
  it('counts the time in which anybody stalled, the writes that are gone, and what is left behind', () => {
    assert.deepEqual(figuresOf(journal(...OWN), 'go'), {
      way: 'down',
      verdict: 'go',
      stallMs: 2_600 + 400,
      rollbackMs: 10_000,
      writesLost: 5,
      residue: 0,
    })
  })

  it('says nothing of what nobody looked at', () => {
    const bare = figuresOf(journal(started({ wayBack: 'none' })), 'go')
    assert.deepEqual(bare && wayInWords(bare), ['none', 'GO', '-', '-', '-', '-'])
    assert.equal(figuresOf(journal(), 'go'), null)
  })

  it('stands in every report, the declared way first, and only where there is something to compare', () => {
    assert.deepEqual(comparedWays(journal(...OWN), 'go'), [])
    const entries = journal(...OWN, {
      ...{ kind: 'way.rehearsed', folder: 'ways/restore', reason: 'staging-died, shop 2.0: died in rollback.' },
      ...OTHER,
    })
    const judgement = judge(entries)
    const document = JSON.parse(renderVerdictJson(entries, judgement))
    assert.deepEqual([document.wayBack, document.pointOfNoReturn], ['down', 'the first refund'])
    assert.deepEqual(document.ways[1], OTHER)
    const markdown = renderMarkdown(entries, judgement)
    assert.match(markdown, /^Way back: down; point of no return: the first refund\.$/m)
    assert.match(markdown, /^\| restore \| NO-GO \| 9\.0 s \| 6\.4 s \| 212 \| 0 objects \|$/m)
    const why = 'restore is NO-GO: staging-died, shop 2.0: died in rollback; its own report: ways/restore/report.html'
    assert.ok(markdown.includes(`\n- ${why}\n`), markdown)
    const lines = verdictLines(entries, judgement, { color: false, report: 'report.md' }).split('\n')
    const at = lines.findIndex((line) => line.startsWith(WAY_TITLES[0]))
    assert.match(lines[at] ?? '', /^way back +verdict +took +stalled +writes lost +residue$/)
    assert.equal(lines[at + 3], `  ${why}`)
    assert.match(lines[at + 2] ?? '', /^restore +NO-GO +9\.0 s +6\.4 s +212 +0 objects$/)
  })
})
