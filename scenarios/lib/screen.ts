import { check } from 'k6'
import { type Answer, ask, partOf, type Question } from './ask.ts'

/**
 * Opens a screen of an app and looks whether it can be drawn: a blank page is answered with 200 as well, so all the
 * parts that the app cannot do without must be there, by their keys in the JSON answer.
 */
export function openScreen(question: Question, parts: readonly string[], screen = 'the first screen'): Answer {
  const answer = ask(question)
  check(answer, {
    [`${screen} is drawn`]: ({ status }) => status === 200,
    [`${screen} has all its parts`]: (shown) => parts.every((key) => partOf(shown, key) !== undefined),
  })
  return answer
}
