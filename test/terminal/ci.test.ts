import assert from 'node:assert/strict'
import type { Finding } from '../../harness/model/finding.ts'
import { annotations } from '../../harness/terminal/ci/annotations.ts'
import { groupsFor } from '../../harness/terminal/ci/groups.ts'

function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    check: 'access-exclusive-too-long',
    severity: 'blocker',
    subject: 'migrations/003_x.up.sql:4',
    summary: 'held for 2100 ms',
    remedy: 'Set lock_timeout.',
    evidence: [1],
    ...overrides,
  }
}

describe('annotations', () => {
  it('stand beside the line that a finding is about, as seen from the repository', () => {
    assert.equal(
      annotations(
        [finding(), finding({ severity: 'concern', check: 'x' }), finding({ severity: 'note' })],
        (file) => `db/${file}`,
      ),
      [
        '::error file=db/migrations/003_x.up.sql,line=4,title=access-exclusive-too-long::held for 2100 ms%0A→ Set lock_timeout.',
        '::warning file=db/migrations/003_x.up.sql,line=4,title=x::held for 2100 ms%0A→ Set lock_timeout.',
        '',
      ].join('\n'),
    )
  })

  it('belong to the step where a finding is about no line', () => {
    const expected = '::error title=access-exclusive-too-long::POST /orders: held for 2100 ms%0A→ Set lock_timeout.\n'
    assert.equal(
      annotations([finding({ subject: 'POST /orders' })], (file) => file),
      expected,
    )
    const gone =
      '::error title=access-exclusive-too-long::migrations/003_x.up.sql:4: held for 2100 ms%0A→ Set lock_timeout.\n'
    assert.equal(
      annotations([finding()], () => null),
      gone,
    )
  })

  it('cannot be broken out of', () => {
    const evil = finding({
      check: 'a,b:c',
      subject: 'migrations/a,b:c%\n::warning::x.sql:4',
      summary: '100 %\r\n::stop-commands::x',
      remedy: '%0A',
    })
    assert.equal(
      annotations([evil], (file) => file),
      '::error title=a%2Cb%3Ac::migrations/a,b:c%25%0A::warning::x.sql:4: 100 %25%0D%0A::stop-commands::x%0A→ %250A\n',
    )
    const place = annotations([finding({ subject: 'a,b:c%.sql:4' })], (file) => file)
    assert.match(place, /^::error file=a%2Cb%3Ac%25\.sql,line=4,title=/)
  })

  it('are as many as are shown, and the rest is counted', () => {
    const lines = annotations(
      Array.from({ length: 12 }, () => finding()),
      (file) => file,
    )
      .trimEnd()
      .split('\n')
    assert.equal(lines.length, 11)
    assert.equal(lines.at(-1), '2 more of severity blocker are in the report')
  })
})

describe('groups of a CI log', () => {
  function played(env: NodeJS.ProcessEnv): string {
    let written = ''
    const groups = groupsFor(
      env,
      (text) => (written += text),
      () => 1_000_900,
    )
    groups?.begin('stage')
    groups?.end()
    groups?.begin('seed')
    groups?.open()
    written += '    loading\n'
    groups?.open()
    groups?.end()
    groups?.open()
    return written
  }

  it('fold what an act says, and leave none for an act that says nothing', () => {
    assert.equal(played({ GITHUB_ACTIONS: 'true' }), '::group::seed\n    loading\n::endgroup::\n')
    assert.equal(
      played({ GITLAB_CI: 'true' }),
      '\u001b[0Ksection_start:1000:fulldress_seed\r\u001b[0Kseed\n    loading\n\u001b[0Ksection_end:1000:fulldress_seed\r\u001b[0K\n',
    )
  })

  it('are nowhere else', () => {
    assert.equal(played({ CI: 'true' }), '    loading\n')
  })
})
