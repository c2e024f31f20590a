/** What a route answers: a status, and a body that goes out as JSON. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A request's parts that routes look at. `customer` is who the bearer token names, null without a valid one. */
export interface Asked {
  readonly id: string
  readonly customer: number | null
  readonly body: Readonly<Record<string, unknown>>
}

export type Route = (asked: Asked) => Promise<Answer>

export const unauthorized: Answer = { status: 401, body: { error: 'log in first' } }
export const notFound: Answer = { status: 404, body: { error: 'no such thing' } }

export function invalid(what: string): Answer {
  return { status: 400, body: { error: what } }
}
