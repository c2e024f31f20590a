import type { PathNode } from './path-node.ts'
import { isRouteWord } from './route-words.ts'

const SPELLED_AS_PATHS = /^[\w.~-]+$/

/** What was taken out of a tree of paths before it became a model. */
export interface Pruned {
  readonly endpoints: number
  readonly requests: number
  /** Words that too few visitors had used; they are values of a parameter now. */
  readonly words: number
}

/**
 * Leaves out what the server never had (scanners ask for it), and keeps of the words in paths those that say nothing of a person:
 * words that belong to paths anywhere, and words that enough different visitors used. Where the log does not tell
 * visitors apart, requests stand for them.
 */
export function pruneTree(root: PathNode, enough: number): Pruned {
  const addressesTell = root.addresses.size >= enough
  const isShared = ({ users, addresses, withoutUser }: PathNode) =>
    users.size + (addressesTell ? addresses.size : 0) >= enough || (!addressesTell && withoutUser >= enough)
  const pruned = { endpoints: 0, requests: 0, words: 0 }
  const isPrivate = (node: PathNode) => {
    const kept = isRouteWord(node.hash) || (isShared(node) && SPELLED_AS_PATHS.test(node.word))
    if (!kept) pruned.words++
    return !kept
  }
  const prune = (node: PathNode) => {
    for (const [hash, child] of [...node.words]) if (!child.served) node.words.delete(hash) && leaveOut(child)
    if (node.parameter !== null && !node.parameter.served) {
      leaveOut(node.parameter)
      node.parameter = null
    }
    node.fold(isPrivate)
    for (const child of node.words.values()) prune(child)
    if (node.parameter !== null) prune(node.parameter)
  }
  const leaveOut = (node: PathNode) => {
    for (const tally of node.endpoints) {
      if (tally === null) continue
      pruned.endpoints++
      pruned.requests += tally.requests
    }
    for (const child of node.words.values()) leaveOut(child)
    if (node.parameter !== null) leaveOut(node.parameter)
  }
  prune(root)
  return pruned
}
