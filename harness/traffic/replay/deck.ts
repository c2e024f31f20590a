const CARDS = 20

/**
 * Draws outcomes by their shares from a shuffled deck, without putting cards back, so that already some dozen draws
 * have nearly the shares asked for. What a deck rounds away the next one makes good.
 */
export function deckOf<T>(
  outcomes: readonly { readonly value: T; readonly share: number }[],
  random: () => number,
): () => T {
  const sum = outcomes.reduce((total, { share }) => total + share, 0)
  if (!(sum > 0)) throw new Error('a deck needs an outcome with a share above zero')
  const dealt = outcomes.map(() => 0)
  let decks = 0
  let cards: number[] = []
  return () => {
    if (cards.length === 0) {
      decks++
      cards = shuffled(nextDeck(outcomes, { sum, dealt, cards: decks * CARDS }), random)
    }
    const card = cards.pop() as number
    return (outcomes[card] as { readonly value: T }).value
  }
}

/** So many of each outcome that all decks together come nearest to its share; at least one card in all. */
function nextDeck(
  outcomes: readonly { readonly share: number }[],
  { sum, dealt, cards }: { readonly sum: number; readonly dealt: number[]; readonly cards: number },
): number[] {
  const deck = outcomes.flatMap(({ share }, index) => {
    const count = Math.max(0, Math.round((share / sum) * cards) - (dealt[index] ?? 0))
    dealt[index] = (dealt[index] ?? 0) + count
    return Array.from({ length: count }, () => index)
  })
  return deck.length > 0 ? deck : [outcomes.findIndex(({ share }) => share > 0)]
}

/** Fisher and Yates. */
function shuffled(cards: number[], random: () => number): number[] {
  for (let last = cards.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [one, two] = [cards[last] as number, cards[other] as number]
    cards[last] = two
    cards[other] = one
  }
  return cards
}
