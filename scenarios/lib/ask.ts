import http, { type RefinedResponse } from 'k6/http'

export type Answer = RefinedResponse<'text'>

export interface Question {
  /** What its endpoint is called in limits and in reports, as in `GET /orders/:id`; the method is taken from it. */
  readonly endpoint: string
  readonly url: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Of a login. */
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends one request as a JSON client does, named by its endpoint. */
export function ask({ endpoint, url, body, token, headers = {} }: Question): Answer {
  const [method = 'GET'] = endpoint.split(' ')
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const params = {
    tags: { name: endpoint },
    headers: { 'Content-Type': 'application/json', ...authorization, ...headers },
    responseType: 'text' as const,
  }
  return http.request(method, url, body === undefined ? null : JSON.stringify(body), params)
}

/** A part of a JSON answer; undefined where it is missing, null, or the body is no JSON. */
export function partOf(answer: Answer, key: string): unknown {
  try {
    return answer.json(key) ?? undefined
  } catch {
    return undefined
  }
}
