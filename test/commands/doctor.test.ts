import assert from 'node:assert/strict'
import { loadOf } from '../../harness/commands/doctor/machine.ts'
import type { Symptom } from '../../harness/commands/doctor/symptom.ts'
import { canRehearse, doctorText } from '../../harness/commands/doctor.ts'

const node: Symptom = { about: 'node', state: 'ok', says: 'v24' }
const noEngine: Symptom = { about: 'containers', state: 'missing', says: 'no engine answers', remedy: 'start Docker' }
const noPostgres: Symptom = {
  about: 'postgres',
  state: 'missing',
  says: 'none for this platform',
  remedy: 'use containers',
}
const noPorts: Symptom = { about: 'ports', state: 'missing', says: 'no loopback', remedy: 'sudo ip link set lo up' }

describe('doctor', () => {
  it('lets a machine without an engine rehearse in processes', () => {
    assert.equal(canRehearse([node, noEngine]), true)
  })

  it('lets a machine without a PostgreSQL for processes rehearse in containers', () => {
    assert.equal(canRehearse([node, noPostgres]), true)
  })

  it('holds a machine with neither runtime unfit', () => {
    assert.equal(canRehearse([node, noEngine, noPostgres]), false)
  })

  it('holds a machine unfit that lacks what both runtimes need', () => {
    assert.equal(canRehearse([node, noPorts]), false)
  })

  it('holds a machine weaker that has more to do than its cores can, and exactly as much for well', () => {
    assert.deepEqual(loadOf(2, 2), { about: 'load', state: 'ok', says: '2.0 in the last minute, on 2 cores' })
    const { state, says } = loadOf(17, 2)
    assert.deepEqual([state, says], ['weaker', '17.0 in the last minute, on 2 cores'])
    assert.equal(canRehearse([node, loadOf(17, 2)]), true)
  })

  it('says a line for each thing, and below a lack what mends it', () => {
    assert.equal(
      doctorText([node, noEngine]),
      [
        '  node        ok       v24',
        '  containers  missing  no engine answers',
        '                       → start Docker',
        'this machine can rehearse',
        '',
      ].join('\n'),
    )
  })
})
