import { check } from 'k6'
import { ask, partOf, type Question } from './ask.ts'
import { type Content, recordWrite } from './ledger.ts'

export interface OrderQuestions {
  /** The order; its `reference` is what the ledger and the reading back know it by. */
  readonly place: Question & { readonly body: Content & { readonly reference: string } }
  /** How the order with the id that was answered is read back; left out, it is not. */
  readonly readBack?: (id: unknown) => Question
  readonly ledger?: string
}

/** Places an order, notes what was promised in the ledger, and reads the order back. False where one step failed. */
export function orderOnce({ place, readBack, ledger = 'orders' }: OrderQuestions): boolean {
  const { reference } = place.body
  const placed = ask(place)
  recordWrite(placed, ledger, reference, place.body)
  if (!check(placed, { 'the order is placed': ({ status }) => status === 201 })) return false
  if (readBack === undefined) return true
  const read = ask(readBack(partOf(placed, 'id')))
  return check(read, { 'the order can be read back': (shown) => partOf(shown, 'reference') === reference })
}
