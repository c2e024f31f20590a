import assert from 'node:assert/strict'
import { RehearsalError } from '../../harness/errors.ts'
import { bodyOf } from '../../harness/status/notify/body.ts'
import { notifyTarget } from '../../harness/status/notify/target.ts'
import { isLoopback, isOwnHost, statusAddress } from '../../harness/status/page/address.ts'
import { message } from './state.ts'

describe('where the status page is served', () => {
  it('is loopback unless a host is named', () => {
    assert.deepEqual(statusAddress(':8080'), { host: '127.0.0.1', port: 8080 })
    assert.deepEqual(statusAddress('8080'), { host: '127.0.0.1', port: 8080 })
    assert.deepEqual(statusAddress('0.0.0.0:0'), { host: '0.0.0.0', port: 0 })
    assert.deepEqual(statusAddress('[::1]:8080'), { host: '::1', port: 8080 })
    assert.deepEqual(statusAddress('ops.example.com:8080'), { host: 'ops.example.com', port: 8080 })
  })

  it('is refused, with what would do', () => {
    for (const text of ['', ':', 'localhost', ':65536', ':-1', 'http://x:1', '::1:8080', 'a b:1']) {
      assert.throws(
        () => statusAddress(text),
        new RehearsalError(
          'usage',
          `expected --status to be :PORT or HOST:PORT, found "${text}"`,
          'such as --status :8080; :0 takes any free port and prints it',
        ),
      )
    }
  })

  it('answers to addresses and its own names, to no name that others can point at it', () => {
    const own = (header: string | undefined, host = '127.0.0.1', loopback = true) =>
      isOwnHost(header, { host, port: 1 }, loopback)
    for (const header of ['127.0.0.1:41234', 'localhost:41234', 'LOCALHOST', '[::1]:1']) assert.ok(own(header), header)
    for (const header of [
      undefined,
      '',
      'evil.example',
      'localhost.evil.example:1',
      '10.0.0.5:1',
      '127.0.0.1.evil.example',
      '[::1',
    ])
      assert.ok(!own(header), String(header))
    assert.ok(own('10.0.0.5:8080', '0.0.0.0', false))
    assert.ok(own('ops.example.com:8080', 'ops.example.com', false))
    assert.ok(!own('evil.example:8080', '0.0.0.0', false))
  })

  it('is told from what others can reach', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::', '10.1.2.7'].map(isLoopback),
      [true, true, true, true, false, false, false],
    )
  })
})

describe('a channel', () => {
  it('is shown by its host alone', () => {
    const { name, headers, url } = notifyTarget('https://ann:s3cret@ops.example.com:8443/hook?token=s3cret')
    assert.equal(name, 'ops.example.com:8443')
    assert.deepEqual(headers, { authorization: `Basic ${Buffer.from('ann:s3cret').toString('base64')}` })
    assert.equal(url.href, 'https://ops.example.com:8443/hook?token=s3cret')
  })

  it('may have a password alone, and one with a percent sign', () => {
    const sent = (url: string) =>
      Buffer.from(notifyTarget(url).headers.authorization?.slice(6) ?? '', 'base64').toString()
    assert.equal(sent('https://:token@ops.example.com/'), ':token')
    assert.equal(sent('https://u:p%ss@ops.example.com/'), 'u:p%ss')
    assert.equal(sent('https://u:p%40ss@ops.example.com/'), 'u:p@ss')
  })

  it('is not repeated where it is refused: a secret with a typo is a secret', () => {
    for (const text of ['htps://hooks.slack.com/s3cret', 's3cret', 'slack:', 'ftp://s3cret', '']) {
      assert.throws(
        () => notifyTarget(text),
        (error: unknown) => {
          assert.ok(error instanceof RehearsalError)
          assert.equal(
            error.message,
            'expected --notify (or FULLDRESS_NOTIFY) to be an http or https URL, found something else',
          )
          assert.doesNotMatch(error.hint, /s3cret/)
          return true
        },
      )
    }
  })

  it('gets text alone where it speaks as Slack does, by its host or when told, and the message elsewhere', () => {
    const body = (text: string) => notifyTarget(text).body
    assert.equal(body('https://hooks.slack.com/services/T/B/x'), 'slack')
    assert.equal(body('https://hooks.slack.com.evil.example/x'), 'json')
    assert.equal(body('slack:https://chat.example.com/hooks/x'), 'slack')
    assert.equal(body('json:https://hooks.slack.com/workflows/x'), 'json')
    assert.equal(body('https://ops.example.com/'), 'json')
  })

  it('cannot be made to mention anybody by what a finding says', () => {
    const said = message(3, { text: 'a & b <!channel> <http://x|y>' })
    assert.equal(bodyOf(said, { body: 'slack' }), '{"text":"a &amp; b &lt;!channel&gt; &lt;http://x|y&gt;"}')
    assert.deepEqual(JSON.parse(bodyOf(said, { body: 'json' })), said)
  })
})
