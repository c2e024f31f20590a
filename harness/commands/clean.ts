import { type Cleaning, clean } from '../staging/leftovers/clean.ts'

/** Removes what interrupted runs left and says what it was; live runs are not touched. Resolves to the exit code. */
export async function cleanCommand({ json = false }: { readonly json?: boolean } = {}): Promise<number> {
  const cleaning = await clean()
  process.stdout.write(json ? `${JSON.stringify(cleaning, null, 2)}\n` : cleaningText(cleaning))
  return 0
}

/** One line for each thing removed, then how many live runs were left alone. */
export function cleaningText({ removed, live }: Cleaning): string {
  const lines = removed.map(({ kind, name }) => `removed ${kind.padEnd(9)} ${name}`)
  const left =
    live.length === 0
      ? []
      : [`left alone: ${live.length === 1 ? 'a live run' : `${live.length} live runs`} (${live.join(', ')})`]
  const nothing = removed.length === 0 ? ['nothing was left behind'] : []
  return `${[...lines, ...nothing, ...left].join('\n')}\n`
}
