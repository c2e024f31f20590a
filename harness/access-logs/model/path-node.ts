import type { ParameterKind } from '../../model/traffic-model.ts'
import { METHODS } from '../methods.ts'
import { BY } from '../visitors.ts'
import { Cardinality } from './cardinality.ts'
import type { EndpointTally } from './endpoint-tally.ts'

/** One person comes with a telephone, a laptop and a tablet: so many cookies, addresses or agents are taken for one. */
export const DEVICES = 3

/** Who sent a request, as hashes; `address` and `agent` where there is neither user nor cookie. */
interface Asker {
  readonly visitor: number
  readonly address: number
  /** 0 where the log has none. */
  readonly agent: number
  readonly by: number
}

/**
 * A place in the tree of paths: a word, or a parameter, which stands for all values seen there. Words that turn out
 * to be values are merged into the parameter beside them.
 */
export class PathNode {
  /** Words beneath, by hash. */
  readonly words = new Map<number, PathNode>()
  parameter: PathNode | null = null
  /** By index of method. */
  readonly endpoints: (EndpointTally | null)[] = METHODS.map(() => null)
  readonly word: string
  readonly hash: number
  /** Only of a parameter. */
  values: Cardinality | null = null
  readonly kinds = new Map<ParameterKind, number>()
  /** From here on no new word is kept. */
  isFull = false
  /** Whether any request beneath got an answer that says that there is something. */
  served = false
  /** Requests whose visitor is at best an address. */
  withoutUser = 0
  /** Users, cookies, and of those without either addresses and agents; no more than it takes to keep a word. */
  readonly users = new Set<number>()
  readonly cookies = new Set<number>()
  readonly addresses = new Set<number>()
  readonly agents = new Set<number>()

  constructor(word: string, hash: number) {
    this.word = word
    this.hash = hash
  }

  /** Remembers who asked, `most` of a kind. */
  see({ visitor, address, agent, by }: Asker, served: boolean, most: number): void {
    if (served) this.served = true
    if (by >= BY.user) {
      const known = by === BY.user ? this.users : this.cookies
      if (known.size < most) known.add(visitor)
      return
    }
    this.withoutUser++
    if (by !== BY.address) return
    if (this.addresses.size < most) this.addresses.add(address)
    if (agent !== 0 && this.agents.size < most) this.agents.add(agent)
  }

  /** The parameter beneath; it comes to be with the first value. */
  parameterFor(kind: ParameterKind, hash: number): PathNode {
    this.parameter ??= new PathNode('', 0)
    const { parameter } = this
    parameter.values ??= new Cardinality()
    parameter.values.add(hash)
    parameter.kinds.set(kind, (parameter.kinds.get(kind) ?? 0) + 1)
    return parameter
  }

  /** Takes in all that another place has: its requests, its values, its words. */
  merge(other: PathNode): void {
    this.served ||= other.served
    this.withoutUser += other.withoutUser
    for (const user of other.users) this.users.add(user)
    for (const cookie of other.cookies) this.cookies.add(cookie)
    for (const address of other.addresses) this.addresses.add(address)
    for (const agent of other.agents) this.agents.add(agent)
    for (const [index, tally] of other.endpoints.entries()) {
      const own = this.endpoints[index] ?? null
      if (tally !== null && own !== null) own.merge(tally)
      else this.endpoints[index] = own ?? tally
    }
    if (other.values !== null) {
      this.values ??= new Cardinality()
      this.values.merge(other.values)
    }
    for (const [kind, count] of other.kinds) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + count)
    if (other.parameter !== null) {
      this.parameter ??= new PathNode('', 0)
      this.parameter.merge(other.parameter)
    }
    for (const [hash, node] of other.words) {
      const own = this.words.get(hash)
      if (own === undefined) this.words.set(hash, node)
      else own.merge(node)
    }
  }

  /** Words of which `isValue` is true become values of the parameter; so do those beneath it that meet there. */
  fold(isValue: (node: PathNode) => boolean): void {
    for (const [hash, node] of [...this.words]) {
      if (!isValue(node)) continue
      this.words.delete(hash)
      const parameter = this.parameterFor('text', hash)
      parameter.merge(node)
    }
  }
}
