import { Document, isPair, type Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'

/** A value of a spec that is yet to be written. Text is a spec's own: what is meant literally goes through `literal`. */
export type Draft = string | number | boolean | DraftMap | DraftList

export interface DraftMap {
  readonly entries: readonly DraftEntry[]
  /** On one line. */
  readonly flow?: boolean
}

export interface DraftList {
  readonly items: readonly Draft[]
}

export interface DraftEntry {
  readonly key: string
  readonly value: Draft
  /** Sentences above the key, a line each. */
  readonly comment?: readonly string[]
}

/** Text that must stay as it is though a spec would fill in what looks like a placeholder: the path of a file. */
export function literal(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, (token) => `$${token}`)
}

/** A spec as YAML, with its comments. `head` comes first, a line each. */
export function writeSpec(head: readonly string[], spec: DraftMap): string {
  const document = new Document()
  document.contents = nodeOf(spec) as YAMLMap
  for (const pair of (document.contents as YAMLMap).items.slice(1)) keyOf(pair).spaceBefore = true
  document.commentBefore = spell(head)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function nodeOf(draft: Draft): unknown {
  if (typeof draft !== 'object') return new Scalar(draft)
  if ('items' in draft) {
    const list = new YAMLSeq()
    for (const item of draft.items) list.add(nodeOf(item))
    return list
  }
  const map = new YAMLMap()
  map.flow = draft.flow ?? false
  for (const { key, value, comment } of draft.entries) {
    const named = new Scalar(key)
    if (comment !== undefined) named.commentBefore = spell(comment)
    map.add({ key: named, value: nodeOf(value) })
  }
  return map
}

function keyOf(pair: unknown): Scalar {
  if (isPair(pair)) return (pair as Pair<Scalar>).key
  throw new Error('a map holds pairs')
}

const WIDTH = 116

/** Names of files may hold what would end a comment. */
function spell(lines: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const plain = lines.map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?'))
  return plain
    .flatMap(wrapped)
    .map((line) => ` ${line}`)
    .join('\n')
}

/** Lines as long as people read them; what is indented stays so. */
function wrapped(line: string): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let last = ''
  for (const word of line.trim().split(/ +/)) {
    if (last !== '' && indent.length + last.length + 1 + word.length > WIDTH) {
      lines.push(indent + last)
      last = word
    } else last = last === '' ? word : `${last} ${word}`
  }
  return [...lines, indent + last]
}
