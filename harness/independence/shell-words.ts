/** A simple command of a shell script: its words, after assignments and redirections. */
export type SimpleCommand = readonly string[]

const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'do',
  'while',
  'until',
  '!',
  '{',
  '(',
  'exec',
  'command',
  'env',
  'sudo',
  'time',
  'nohup',
])

/**
 * The simple commands of a shell text, as far as they can be told without running it: quotes are taken off, words that
 * hold a variable are kept as they are. Here-documents and functions' names are read as commands, which does no harm.
 */
export function simpleCommands(text: string): readonly SimpleCommand[] {
  const commands: string[][] = [[]]
  for (const token of tokens(text)) {
    if (token === null) commands.push([])
    else commands.at(-1)?.push(token)
  }
  return commands.map(stripped).filter((words) => words.length > 0)
}

/** Words, and null where a command ends. */
function* tokens(text: string): Generator<string | null> {
  const pattern =
    /\\\n|#[^\n]*|\n|&&|\|\||;;|[;|&()]|\$\(|`|(?:"(?:\\.|[^"\\])*"|'[^']*'|\$\{[^}]*\}|\\.|[^\s;|&()`"'\\])+|"|'/g
  let atWord = true
  for (const [token] of text.matchAll(pattern)) {
    if (token === '\\\n' || (token.startsWith('#') && atWord)) continue
    atWord = true
    if (/^(\n|&&|\|\||;;|[;|&()]|\$\(|`|"|')$/.test(token)) yield null
    else yield unquoted(token)
  }
}

function unquoted(word: string): string {
  return word.replaceAll(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
    (_, double?: string, single?: string, escaped?: string) => double ?? single ?? escaped ?? '',
  )
}

function stripped(words: readonly string[]): readonly string[] {
  let rest = words.filter((word) => !/^\d*[<>]/.test(word))
  while (rest[0] !== undefined && (KEYWORDS.has(rest[0]) || /^[A-Za-z_]\w*=/.test(rest[0]))) rest = rest.slice(1)
  return rest
}
