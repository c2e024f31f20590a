import type { Message } from '../../../../harness/locks/proxy/message.ts'

/** A message as text, without what differs between two runs of the same: ids of processes and objects, and times. */
export function record({ type, bytes }: Message, database: string): string {
  if (type === 'A') return `A ${bytes.toString('utf8', 9).split('\0').join('|')}`
  if (type === 'T') return `T ${columns(bytes)}`
  const text = type === 'E' || type === 'N' ? bytes.toString('utf8', 5) : bytes.toString('latin1', 5)
  return `${type} ${mask(text, database).split('\0').join('|')}`
}

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?/g, 'TIME'],
  [/CPU: .*?\./gs, 'CPU'],
  [/elapsed: [\d.]+ s/g, 'elapsed'],
  [/(relation|index|table|process|transaction|database) \d{3,}/gi, '$1 ID'],
  [
    /(avg (?:read|write) rate|I\/O timings|system usage|WAL usage|buffer usage|removable cutoff|new relfrozenxid).*/g,
    '$1',
  ],
]

function mask(text: string, database: string): string {
  const named = text.replaceAll(database, 'DATABASE')
  return MASKS.reduce((masked, [pattern, word]) => masked.replace(pattern, word), named)
}

/** RowDescription: name, table, column, type, size, modifier and format of each; ids of the users' own objects differ. */
function columns(bytes: Buffer): string {
  const words: string[] = []
  let at = 7
  while (at < bytes.length) {
    const end = bytes.indexOf(0, at)
    const [table, type] = [bytes.readUInt32BE(end + 1), bytes.readUInt32BE(end + 7)]
    const rest = [
      bytes.readInt16BE(end + 5),
      bytes.readInt16BE(end + 11),
      bytes.readInt32BE(end + 13),
      bytes.readInt16BE(end + 17),
    ]
    words.push(`${bytes.toString('utf8', at, end)}:${own(table)}:${own(type)}:${rest.join(':')}`)
    at = end + 19
  }
  return words.join(', ')
}

const own = (oid: number) => (oid >= 16_384 ? 'own' : String(oid))
