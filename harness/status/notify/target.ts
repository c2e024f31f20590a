import { RehearsalError } from '../../errors.ts'

/** A channel that takes messages. Its address may be a secret: only `name` is ever shown. */
export interface Target {
  /** Host and port, without path, query or password. */
  readonly name: string
  /** Slack refuses what it does not know, so it gets text alone; everybody else gets the message as it is. */
  readonly body: 'slack' | 'json'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

const SLACK_HOST = /(^|\.)slack\.com$/i

/** `https://hooks.slack.com/…`, `https://ops.example.com/rehearsals`; `slack:URL` and `json:URL` say which body is sent. */
export function notifyTarget(text: string): Target {
  const [, kind, address = ''] = /^(?:(slack|json):(?=https?:))?(.*)$/s.exec(text) ?? []
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    // What was given is not repeated: a secret with a typo is still a secret.
    throw new RehearsalError(
      'usage',
      'expected --notify (or FULLDRESS_NOTIFY) to be an http or https URL, found something else',
      'such as --notify https://hooks.slack.com/services/…; slack:URL and json:URL choose the body',
    )
  }
  const { username, password } = url
  const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')
  url.username = ''
  url.password = ''
  return {
    name: url.host,
    body: kind === 'slack' || kind === 'json' ? kind : SLACK_HOST.test(url.hostname) ? 'slack' : 'json',
    url,
    headers: username === '' && password === '' ? {} : { authorization: `Basic ${credentials}` },
  }
}

/** A `%` that begins no escape stands for itself, as in passwords that were made up by a program. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
