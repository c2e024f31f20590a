import type { RequestReader } from '../request-reader.ts'
import type { EndpointTally } from './endpoint-tally.ts'
import { DEVICES, PathNode } from './path-node.ts'
import { namesPeople } from './route-words.ts'
import { Segment, text } from './segment.ts'

/** More siblings than this beneath one path are no resources but values: slugs, references, tokens. */
const MOST_SIBLINGS = 50
const MOST_NODES = 2_000
const MOST_SEGMENTS = 12

/** Answers that say that there is nothing at a path, or nothing for this method. */
const NOTHING_THERE: readonly number[] = [400, 404, 405, 410, 414, 421, 444, 501]

/** Which words of paths are kept. */
export interface WordRules {
  /** People that must have used a word. */
  readonly enough: number
  /** Words that are kept whoever used them, by hash. */
  readonly isRoute: (hash: number) => boolean
}

/** Paths as a tree, in bounded memory whatever a log holds: where there is no more room, new words are values. */
export class PathTree {
  readonly root = new PathNode('', 0)
  readonly #segment = new Segment()
  readonly #newTally: () => EndpointTally
  readonly #words: WordRules
  #nodes = 0

  constructor(newTally: () => EndpointTally, words: WordRules) {
    this.#newTally = newTally
    this.#words = words
  }

  /** The tally of a request's endpoint. */
  tallyOf(line: Uint8Array, request: RequestReader): EndpointTally {
    const served = !NOTHING_THERE.includes(request.status)
    const segment = this.#segment
    const most = this.#words.enough * DEVICES
    let node = this.root
    let at = request.targetStart + 1
    node.see(request, served, most)
    for (let depth = 0; at < request.targetEnd; depth++) {
      segment.read(line, at, request.targetEnd)
      const start = at
      at = segment.end + 1
      if (segment.end === start) continue
      node = depth < MOST_SEGMENTS ? this.#child(node, line, start) : this.#rest(node)
      node.see(request, served, most)
    }
    const known = node.endpoints[request.method]
    if (known !== null && known !== undefined) return known
    const tally = this.#newTally()
    node.endpoints[request.method] = tally
    return tally
  }

  /** What lies deeper than paths do is one value. */
  #rest(node: PathNode): PathNode {
    return node.word === '' && node.values !== null ? node : node.parameterFor('text', this.#segment.hash)
  }

  #child(node: PathNode, line: Uint8Array, start: number): PathNode {
    const { hash, end } = this.#segment
    if (this.#segment.isNumber) return node.parameterFor('number', hash)
    const known = node.words.get(hash)
    if (known !== undefined) return known
    const kind = this.#segment.kind(line, start)
    const isRoute = this.#words.isRoute(hash)
    if (!isRoute && (kind !== null || node.isFull || namesPeople(node.hash) || this.#nodes >= MOST_NODES)) {
      return node.parameterFor(kind ?? 'text', hash)
    }
    const child = new PathNode(text(line, start, end).split(';')[0] ?? '', hash)
    node.words.set(hash, child)
    this.#nodes++
    if (node.words.size > MOST_SIBLINGS) {
      node.isFull = true
      node.fold((sibling) => !this.#words.isRoute(sibling.hash))
      return isRoute ? child : node.parameterFor(kind ?? 'text', hash)
    }
    return child
  }
}
