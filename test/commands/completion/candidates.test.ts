import { deepEqual } from 'node:assert/strict'
import { type CommandWords, candidatesFor } from '../../../harness/commands/completion/candidates.ts'

const COMMANDS: readonly CommandWords[] = [
  {
    name: 'rehearse',
    says: 'the whole programme',
    options: [
      { flag: '--runtime', says: 'where', takesValue: true, choices: ['auto', 'containers', 'processes'] },
      { flag: '--json', says: 'one document', takesValue: false, choices: [] },
      { flag: '--out', says: 'a folder', takesValue: true, choices: [] },
    ],
    arguments: [{ name: 'spec', variadic: false }],
  },
  { name: 'report', says: 'again', options: [], arguments: [{ name: 'run', variadic: false }] },
  {
    name: 'compare',
    says: 'two',
    options: [],
    arguments: [
      { name: 'run', variadic: false },
      { name: 'run', variadic: false },
    ],
  },
]
const SOURCES = { run: () => ['runs/2', 'runs/1'].map((value) => ({ value, says: '' })) }

describe('completion', () => {
  const values = (...words: readonly string[]) => candidatesFor(COMMANDS, words, SOURCES).map(({ value }) => value)

  it('offers commands first, those that begin so', () => {
    deepEqual(values(''), ['rehearse', 'report', 'compare'])
    deepEqual(values('re'), ['rehearse', 'report'])
    deepEqual(values('help', 'com'), ['compare'])
    deepEqual(values(), ['rehearse', 'report', 'compare'])
  })

  it('offers options that may still be given', () => {
    deepEqual(values('rehearse', '--'), ['--runtime', '--json', '--out'])
    deepEqual(values('rehearse', '--json', '--j'), [])
  })

  it('offers the values of an option that has a few, and files for one that has not', () => {
    deepEqual(values('rehearse', '--runtime', 'c'), ['containers'])
    deepEqual(values('rehearse', '--out', ''), [])
  })

  it('offers runs where a run is asked for, each once, and values of options count for none', () => {
    deepEqual(values('report', ''), ['runs/2', 'runs/1'])
    deepEqual(values('compare', 'runs/2', ''), ['runs/1'])
    deepEqual(values('compare', 'runs/2', 'runs/1', ''), [])
    deepEqual(values('rehearse', ''), [])
    deepEqual(values('nothing', ''), [])
  })
})
