import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fieldMap } from '../../harness/commands/learn/field-map.ts'
import { combined } from '../access-logs/lesson.ts'

const LOG = [
  ...Array.from({ length: 8 }, (_, n) => combined({ user: `u${n % 4}`, request: `GET /orders/${n} HTTP/1.1` })),
  combined({ user: 'u1', request: 'POST /orders HTTP/1.1', status: 201 }),
  'Mallory was here',
].join('\n')

describe('fulldress learn', function () {
  this.timeout(30_000)
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'learn-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const learn = (args: readonly string[]) =>
    spawnSync(process.execPath, [resolve('harness/bin.ts'), 'learn', ...args], {
      cwd: folder,
      input: LOG,
      encoding: 'utf8',
    })

  it('reads stdin, writes the model and says in a few lines what is in it and what it lacks', () => {
    const { stdout, stderr, status } = learn(['-'])
    assert.equal(
      stdout,
      [
        'learned 10 lines, 861 B, 1 s of traffic   combined',
        '  broken        1 line holds no request',
        '                line 10: Aaaaaaa aaa aaaa',
        '  endpoints     2; none left out',
        '  peak          9/s for 1 s, 0 ms after the first request',
        '  arrivals      too few to tell at 2',
        '  in flight     the log has no latencies',
        '  sessions      4 by user, 2.25 requests each',
        '  needs bodies  POST /orders',
        'written to traffic.yaml; review it, then say traffic: {model: traffic.yaml} in the spec',
        '',
      ].join('\n'),
    )
    assert.equal(stderr, '    reading combined\n')
    assert.equal(status, 0)
    assert.match(readFileSync(join(folder, 'traffic.yaml'), 'utf8'), /^ {2}GET \/orders\/:id:$/m)
  })

  it('does not write over a model that somebody may have reviewed', () => {
    assert.equal(learn(['-', '--out', 'once.yaml']).status, 0)
    const { stderr, status } = learn(['-', '--out', 'once.yaml'])
    assert.equal(
      stderr,
      'fulldress: expected no file at once.yaml, found one, which somebody may have reviewed\n  hint: name another with --out, and compare the two\n',
    )
    assert.equal(status, 2)
  })

  it('says what it needs where there is no log', () => {
    const { stderr, status } = learn(['nowhere.log', '--out', 'none.yaml'])
    assert.match(stderr, /^fulldress: expected an access log at nowhere\.log, found none that can be read \(ENOENT/)
    assert.equal(status, 2)
  })

  it('looks for a peak of whole minutes, an hour at most', () => {
    const { stderr, status } = learn(['-', '--out', 'none.yaml', '--window', '90s'])
    assert.equal(
      stderr,
      'fulldress: expected --window in whole minutes from 1m to 60m, found 1 min 30 s\n  hint: such as --window 15m\n',
    )
    assert.equal(status, 2)
  })

  it('takes fields by role, and knows the roles', () => {
    assert.deepEqual(fieldMap('time=ts, latency=took:ms'), { time: 'ts', latency: 'took:ms' })
    assert.throws(() => fieldMap('tme=ts'), {
      message:
        'expected --fields as role=field, with a role of time, request, method, target, status, responseBytes, requestBytes, latency, user, address, forwarded, agent, cookie; found "tme=ts"',
    })
  })
})
