/** What secrets are called. Files and numbers of them are none, and the shortest names stand alone: no `PATH`. */
const NAME = String.raw`(?:password|passwd|passphrase|(?<!com|by|tres)pass(?![a-z])|(?<![a-z])(?:pwd|pw|pat)(?![a-z])|secret|token|(?:api|access|private|account)[-_]?key|credential|authorization|cookie)(?![\w-]*[-_](?:id|file|path|stdin)\b)[\w-]*`

/** What is a variable and nothing else, or what a command prints, tells nothing. */
const TELLS_NOTHING = String.raw`(?!(?:\\?["'])?(?:\$(?:\{[^}]*\}|\w+)(?![^\s"'&;|)])|\$\(|\*\*\*))`

/** A value in quotes, which may stand in quotes themselves, or up to the next blank. */
const VALUE = String.raw`${TELLS_NOTHING}(\\"(?:[^"\\]|\\(?!"))*\\"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|'[^']*'|\\?["']?(?:\\'|[^\s"'])+(?:"[^"\s]+"|'[^'\s]+')*)`

/** Words of one command between its program and an option. */
const WORDS = String.raw`\s(?:[^|;&\n]*?\s)?`

/** What stands before a secret, and the secret. */
const SECRETS: readonly RegExp[] = [
  // `PGPASSWORD=secret`, `"apiKey": "secret"`, `Authorization: Bearer secret`.
  new RegExp(
    String.raw`(?<![\w\${-])([\w-]*${NAME}(?:\\?["'])?\s*[=:]\s*(?:(?:bearer|basic|digest|token)\s+)?)(?!(?:bearer|basic|digest|token)\s)${VALUE}`,
    'gi',
  ),
  // `--token secret`, `-password secret`.
  new RegExp(String.raw`(?<![\w-])(--?[\w-]*${NAME}\s+)(?!-)${VALUE}`, 'gi'),
  // `postgresql://user:secret@host`, where the secret may hold an @, and `https://secret@host`.
  /(:\/\/[^:/@\s'"]*:)(?!\$(?:\{[^}]*\}|\w+)@)((?:[^/?#\s'"]+|[^@/\s'"]+)(?=@))/g,
  /(https?:\/\/)(?!\$(?:\{[^}]*\}|\w+)@)([^:/@\s'"]+(?=@))/g,
  // Addresses that are a secret themselves.
  /(\/\/(?:hooks\.slack\.com|discord(?:app)?\.com\/api|[\w.-]*webhook\.office\.com)\/(?:services|workflows|webhooks|\w+)\/)([^\s"']+)/g,
  // Programs that take a secret without a name.
  new RegExp(
    String.raw`(\bcurl${WORDS}(?:-u|--user|-U|--proxy-user)[\s=]*["']?[^\s:"']+:)${TELLS_NOTHING}([^"'\s]+(?: [^"'\s]+(?=["']))*)`,
    'g',
  ),
  new RegExp(String.raw`(\bredis-cli${WORDS}-a\s+)${VALUE}`, 'g'),
  new RegExp(String.raw`(\b(?:sshpass|mysql(?:dump|admin|sh)?|mariadb)${WORDS}-p)${VALUE}`, 'g'),
  // Tokens that can be told by how they begin.
  /(\b)((?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|sk_live_)[\w-]{16,})/g,
]

/** A command as it may be told: what looks like a secret in it is `***`. Whatever is a variable stays one. */
export function maskedCommand(command: string): string {
  return SECRETS.reduce(
    (told, secret) => told.replace(secret, (_, before: string, value: string) => before + masked(value)),
    command,
  )
}

/** The quotes that a value stands in are kept, so that the rest of the command can still be read. */
function masked(value: string): string {
  const [quote = ''] = /^\\?["']/.exec(value) ?? []
  return `${quote}***${quote !== '' && value.endsWith(quote) && value !== quote ? quote : ''}`
}
