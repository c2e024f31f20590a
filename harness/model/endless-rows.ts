/** What a row of a transition matrix must say for this. */
interface Row {
  readonly from: string
  readonly ends: number
  readonly next: readonly { readonly to: string; readonly share: number }[]
}

/** Names of the rows that no way leads out of: a session that comes there never ends. Where there is no row, it ends. */
export function endlessRows(rows: readonly Row[]): readonly string[] {
  const names = new Set(rows.map(({ from }) => from))
  const before = new Map<string, string[]>()
  const ending: string[] = []
  for (const { from, ends, next } of rows) {
    const onward = next.filter(({ share }) => share > 0)
    if (ends > 0 || onward.length === 0 || onward.some(({ to }) => !names.has(to))) ending.push(from)
    for (const { to } of onward) before.set(to, [...(before.get(to) ?? []), from])
  }
  const ended = new Set(ending)
  for (let name = ending.pop(); name !== undefined; name = ending.pop()) {
    for (const from of before.get(name) ?? []) {
      if (ended.has(from)) continue
      ended.add(from)
      ending.push(from)
    }
  }
  return rows.map(({ from }) => from).filter((from) => !ended.has(from))
}
