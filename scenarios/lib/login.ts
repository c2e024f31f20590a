import { check } from 'k6'
import { ask, partOf, type Question } from './ask.ts'

/** Logs in with the credentials in the body; the token, or undefined where there was none, which fails its check. */
export function logIn(question: Question, tokenAt = 'token'): string | undefined {
  const answer = ask(question)
  const issued = partOf(answer, tokenAt)
  check(answer, { 'the customer is let in': ({ status }) => status === 200 && typeof issued === 'string' })
  return typeof issued === 'string' ? issued : undefined
}
