/** A word that may be typed, and what it means; empty where the word says it. */
export interface Candidate {
  readonly value: string
  readonly says: string
}

/** A command as its words are typed. */
export interface CommandWords {
  readonly name: string
  readonly says: string
  readonly options: readonly OptionWords[]
  /** Names of its arguments, in order; what a source is known for is completed. */
  readonly arguments: readonly { readonly name: string; readonly variadic: boolean }[]
}

export interface OptionWords {
  /** `--act-time`. */
  readonly flag: string
  readonly says: string
  readonly takesValue: boolean
  /** All values that it takes; empty where they are not a few words. */
  readonly choices: readonly string[]
}

/** Words that are looked up when they are asked for, by the name of an argument. */
export type Sources = Readonly<Record<string, () => readonly Candidate[]>>

/**
 * What may stand where the last word stands, of which a part may have been typed. Nothing means that a shell should
 * offer files.
 */
export function candidatesFor(
  commands: readonly CommandWords[],
  words: readonly string[],
  sources: Sources,
): readonly Candidate[] {
  const typed = words.at(-1) ?? ''
  const [name, ...rest] = words.slice(0, -1)
  const begun = ({ value }: Candidate) => value.startsWith(typed)
  if (name === undefined) return commands.map((command) => ({ value: command.name, says: command.says })).filter(begun)
  if (name === 'help' && rest.length === 0) return candidatesFor(commands, [typed], sources)
  const command = commands.find((one) => one.name === name)
  return command === undefined ? [] : within(command, { rest, typed, sources }).filter(begun)
}

interface Typing {
  readonly rest: readonly string[]
  readonly typed: string
  readonly sources: Sources
}

function within(command: CommandWords, { rest, typed, sources }: Typing): readonly Candidate[] {
  const option = (flag: string | undefined) => command.options.find((one) => one.flag === flag)
  const asked = option(rest.at(-1))
  if (asked?.takesValue === true) return asked.choices.map((value) => ({ value, says: '' }))
  if (typed.startsWith('-')) {
    const left = command.options.filter(({ flag, takesValue }) => takesValue || !rest.includes(flag))
    return left.map(({ flag, says }) => ({ value: flag, says }))
  }
  // Values of options are no arguments.
  const given = rest.filter((word, at) => !word.startsWith('-') && option(rest[at - 1])?.takesValue !== true)
  const last = command.arguments.at(-1)
  const argument = command.arguments[given.length] ?? (last?.variadic === true ? last : undefined)
  const source = argument === undefined ? undefined : sources[argument.name]
  return source === undefined ? [] : source().filter(({ value }) => !given.includes(value))
}
