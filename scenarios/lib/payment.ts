import { check } from 'k6'
import { ask, partOf, type Question } from './ask.ts'
import { type Content, recordWrite } from './ledger.ts'

export interface PaymentQuestion extends Question {
  /** The payment; its `reference` is what the ledger knows it by. */
  readonly body: Content & { readonly reference: string }
}

/** Pays, and notes what was promised in the ledger. False unless the payment was captured. */
export function payOnce(question: PaymentQuestion, ledger = 'payments'): boolean {
  const paid = ask(question)
  recordWrite(paid, ledger, question.body.reference, question.body)
  return check(paid, {
    'the payment is captured': (answer) => answer.status === 201 && partOf(answer, 'status') === 'captured',
  })
}
