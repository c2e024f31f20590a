import { Document, isMap, isScalar, type Node, type Pair } from 'yaml'
import type { ModelEndpoint, TrafficModel } from '../../model/traffic-model.ts'
import { spellModel } from './spelled-model.ts'

/** Maps that are read at a glance, on a line of their own. */
const ON_ONE_LINE = ['leftOut', 'arrivals', 'status', 'responseBytes', 'requestBytes', 'latency', 'think']

const HEAD = ` Traffic learned from an access log by fulldress learn. Review it before it is replayed:
   - values of parameters were not copied from the log; where they are null, list some that the staging copy knows
   - bodies are in no access log; where body is null, fill in a template, or the endpoint is not replayed
   - queries, users, addresses and agents are not in here; words in paths are: remove what is not to leave production
 docs/learn.md explains every key.`

const COMMENTS: readonly (readonly [key: string, comment: string])[] = [
  ['learned', ' What was read.'],
  ['peak', ' The busiest stretch: a replay takes its rates from here.'],
  ['concurrency', ' Requests under way at once; byLittlesLaw is rate times mean latency, and should be near the mean.'],
  ['endpoints', ' Most requests first.'],
  ['sessions', ' What visitors did after what, in shares; think is from the end of a request to the next.'],
]

/**
 * A model as YAML that is made to be reviewed: comments where something is to be decided, one order whatever the order
 * of the log was, so that two models can be compared line by line.
 */
export function writeTrafficModel(model: TrafficModel): string {
  const document = new Document(spellModel(model))
  document.commentBefore = HEAD
  for (const [key, comment] of COMMENTS) {
    const pair = pairAt(document, [], key)
    if (pair !== null) pair.key.commentBefore = comment
  }
  for (const key of COMMENTS.slice(1)) {
    const pair = pairAt(document, [], key[0])
    if (pair !== null) pair.key.spaceBefore = true
  }
  for (const endpoint of model.endpoints) remark(document, endpoint)
  flatten(document.contents)
  return document.toString({ lineWidth: 120, flowCollectionPadding: false })
}

function remark(document: Document, { name, parameters, needsBody, body }: ModelEndpoint): void {
  for (const parameter of parameters) {
    const place = ['endpoints', name, 'parameters', parameter.name, 'values']
    const range = parameter.values !== null && 'first' in parameter.values
    if (range) comment(document, place, ' assumed from the cardinality')
    else if (parameter.values === null) comment(document, place, ' needs values')
  }
  if (needsBody && body === null) comment(document, ['endpoints', name, 'body'], ' needs a template')
}

function comment(document: Document, path: readonly string[], text: string): void {
  const node = document.getIn(path, true)
  if (isScalar(node)) node.comment = text
}

interface KeyedPair extends Pair {
  readonly key: Node & { spaceBefore?: boolean }
}

function pairAt(document: Document, path: readonly string[], key: string): KeyedPair | null {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return null
  return (map.items.find((item) => isScalar(item.key) && item.key.value === key) as KeyedPair | undefined) ?? null
}

/** Lists of counts and small maps on one line each. */
function flatten(node: unknown): void {
  if (!isMap(node)) return
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : ''
    if (name === 'next' && isMap(value)) {
      for (const { value: transition } of value.items) flow(transition)
      continue
    }
    if (isMap(value) && !ON_ONE_LINE.includes(name)) flatten(value)
    else if (name === 'peakPerMinute' || (isMap(value) && ON_ONE_LINE.includes(name))) flow(value)
  }
}

function flow(node: unknown): void {
  ;(node as { flow?: boolean }).flow = true
}
