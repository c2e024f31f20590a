import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { rehearsalJournal } from '../../../bench/report/rehearsal.ts'
import { SMALL } from '../../../bench/report/size.ts'
import { SECTIONS } from '../../../harness/report/sections/index.ts'
import { fixture, shown } from './shown.ts'

/** What a figure that nobody had looks like on a page. */
const HOLES = /undefined|\bNaN\b|\[object |Infinity|>null</

const FIXTURES = readdirSync(new URL('../../fixtures/journals', import.meta.url)).map((file) =>
  file.replace('.jsonl', ''),
)

describe('every section of the report', () => {
  const entries = rehearsalJournal(SMALL)

  for (const section of SECTIONS) {
    it(`${section.id} says something of a rehearsal that has every kind of fact, and leaves no hole`, () => {
      const html = shown(section, entries)
      if (section.id === 'fidelity') assert.equal(html, null)
      else assert.doesNotMatch(html ?? 'undefined', HOLES)
    })

    it(`${section.id} leaves no hole in journals of before`, () => {
      for (const name of FIXTURES) assert.doesNotMatch(shown(section, fixture(name)) ?? '', HOLES, name)
    })

    it(`${section.id} leaves no hole in a journal that stops anywhere`, () => {
      for (const share of [0.001, 0.1, 0.3, 0.6, 0.8, 0.95]) {
        const torn = entries.slice(0, Math.ceil(entries.length * share))
        assert.doesNotMatch(shown(section, torn) ?? '', HOLES, `${share}`)
      }
    })
  }
})
