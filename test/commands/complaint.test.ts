import assert from 'node:assert/strict'
import { complaintText } from '../../harness/commands/complaint.ts'

describe('why a command ended', () => {
  it('marks the lines of a log, which act neither on a terminal nor on a CI', () => {
    const log = [
      '::set-output name=verdict::go',
      '\u001b]0;title\u0007\u001b[2J\u001b[1;31mred',
      '  at x',
      '##[error]y',
      '',
    ]
    assert.equal(
      complaintText(`expected web 1 to run; its last log lines:\n${log.join('\n')}`, 'mend it'),
      [
        'fulldress: expected web 1 to run; its last log lines:',
        '  | : :set-output name=verdict::go',
        '  |  ]0;title red',
        '  |   at x',
        '  | ## [error]y',
        '  |',
        '  hint: mend it',
        '',
      ].join('\n'),
    )
  })

  it('leaves the mistakes of a spec where editors look for them', () => {
    assert.equal(
      complaintText('a.yaml:1:1  x: expected y\na.yaml:2:1  ::error::z: expected y', 'mend these', { ours: true }),
      'fulldress: a.yaml:1:1  x: expected y\na.yaml:2:1  ::error::z: expected y\n  hint: mend these\n',
    )
  })
})
