import { DEVICES, type PathNode } from './path-node.ts'
import type { WordRules } from './path-tree.ts'

const SPELLED_AS_PATHS = /^[\w.~-]+$/

/** Where nothing tells visitors apart: so many requests are taken for one person's. */
const REQUESTS = 30

/** So many siblings that are alike are values of one thing, even where many asked for each. */
const ALIKE = 5

/** What was taken out of a tree of paths before it became a model. */
export interface Pruned {
  readonly endpoints: number
  readonly requests: number
  /** Words that too few visitors had used; they are values of a parameter now. */
  readonly words: number
}

/**
 * Leaves out what the server never had (scanners ask for it), and keeps of the words in paths those that say nothing of a person:
 * words that belong to paths anywhere, and words that enough different people used. Only users are people: one person's
 * devices have cookies, addresses and agents of their own, and a telephone a new address every day.
 */
export function pruneTree(root: PathNode, { enough, isRoute }: WordRules): Pruned {
  const isShared = sharedBy(root, enough)
  const pruned = { endpoints: 0, requests: 0, words: 0 }
  const isPrivate = (node: PathNode, alike: ReadonlySet<PathNode>) => {
    const kept = isRoute(node.hash) || (isShared(node) && SPELLED_AS_PATHS.test(node.word) && !alike.has(node))
    if (!kept) pruned.words++
    return !kept
  }
  const prune = (node: PathNode) => {
    for (const [hash, child] of [...node.words]) if (!child.served) node.words.delete(hash) && leaveOut(child)
    if (node.parameter !== null && !node.parameter.served) {
      leaveOut(node.parameter)
      node.parameter = null
    }
    const alike =
      enough > 1
        ? valuesByTheirKind([...node.words.values()].filter(({ hash }) => !isRoute(hash)))
        : new Set<PathNode>()
    node.fold((child) => isPrivate(child, alike))
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

/**
 * Whether enough people used a word; addresses and agents count where the log as a whole has enough different ones. Where it has a
 * few of them, somebody's own word would be most of their requests, so that requests say nothing either.
 */
function sharedBy(root: PathNode, enough: number): (node: PathNode) => boolean {
  if (enough <= 1) return () => true
  const addressesTell = root.addresses.size >= enough * DEVICES
  const agentsTell = root.agents.size >= enough * DEVICES
  const isFew = Math.max(root.addresses.size, root.agents.size) >= enough
  return ({ users, cookies, addresses, agents, withoutUser }) => {
    const told = [...(addressesTell ? [addresses.size] : []), ...(agentsTell ? [agents.size] : [])]
    const byRequests = isFew ? 0 : withoutUser / REQUESTS
    const anonymous = told.length === 0 ? byRequests : Math.min(...told) / DEVICES
    return users.size + cookies.size / DEVICES + anonymous >= enough
  }
}

/**
 * Words with the same methods and the same paths beneath them are as a rule names: of people, tenants, articles. Resources are alike too, but they
 * are spelled in the plural: where most words are, they stay.
 */
function valuesByTheirKind(words: readonly PathNode[]): ReadonlySet<PathNode> {
  const groups = [...Map.groupBy(words, kindOf).values()].filter(({ length }) => length >= ALIKE)
  const names = groups.filter((group) => group.filter(({ word }) => /[^s]s$/.test(word)).length * 2 < group.length)
  return new Set(names.flat())
}

function kindOf({ endpoints, words, parameter }: PathNode): string {
  const methods = endpoints.flatMap((tally, index) => (tally === null ? [] : [index]))
  const beneath = [...words.values()].map(({ word }) => word).toSorted()
  return JSON.stringify([methods, beneath, parameter !== null])
}
