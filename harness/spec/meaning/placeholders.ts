import type { Path } from '../complaint.ts'
import { members, under } from '../part.ts'
import { withSuggestion } from '../suggest.ts'
import type { Bench } from './judge.ts'

const DATABASE = ['url', 'host', 'port', 'user', 'password', 'name'].map((what) => `database.${what}`)

/** Placeholders stand where the running copy fills them in, and name something that it will know. */
export function placeholdersCanBeFilled(bench: Bench): void {
  const services = members(under(bench.spec, 'stage', 'services')).map(([name]) => name)
  const partners = members(under(bench.spec, 'stage', 'partners')).map(([name]) => name)
  const known = [
    ...DATABASE,
    ...services.flatMap((name) => ['url', 'host', 'port'].map((what) => `service.${name}.${what}`)),
    ...partners.map((name) => `partner.${name}.url`),
  ]
  for (const { path, name } of bench.document.placeholders) {
    const part = { path, value: undefined }
    if (!isFilled(path)) {
      bench.complain(part, 'text without placeholders here', `\${${name}}`)
    } else if (!(known.includes(name) || (name === 'port' && isOfService(path)))) {
      bench.complain(
        part,
        expectation(name, isOfService(path)),
        withSuggestion(
          `\${${name}}`,
          known.map((word) => `\${${word}}`),
        ),
      )
    }
  }
}

function expectation(name: string, ofService: boolean): string {
  if (name.startsWith('service.'))
    return `a placeholder that names a declared service (\${service.NAME.url}, .host or .port)`
  if (name.startsWith('partner.')) return `a placeholder that names a declared partner (\${partner.NAME.url})`
  const port = ofService ? `\${port}, ` : ''
  return `a placeholder (${port}\${database.url}, \${service.NAME.url}, \${partner.NAME.url}), or $\${…} for a shell’s own`
}

/** Commands, environments and the bodies of stand-ins are filled in by the running copy; nothing else is. */
function isFilled(path: Path): boolean {
  const [first, second] = path
  if (first === 'stage' && second === 'partners') return path.includes('body')
  return (
    path.includes('environment') ||
    ['command', 'run', 'snapshot', 'restore'].includes(String(path.at(-1))) ||
    path.at(-2) === 'commands'
  )
}

function isOfService([first, second]: Path): boolean {
  return first === 'stage' && second === 'services'
}
