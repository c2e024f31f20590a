import { createHash } from 'node:crypto'
import { toHtml } from 'hast-util-to-html'
import { headlineOf } from '../../checks/headline.ts'
import { drawn } from '../../errors.ts'
import { SECTIONS } from '../sections/index.ts'
import { TOP_STYLE, top } from '../sections/top.ts'
import { h, type Markup } from './markup.ts'
import { paletteRules } from './palette.ts'
import { brief } from './prose.ts'
import type { Section, Seen } from './section.ts'
import { BASE_STYLE, LAYOUT_STYLE, PIECES_STYLE } from './style.ts'
import { allVisible } from './visible-tree.ts'

/** report.html: one file that opens from disk with the network off. */
export function renderHtml(seen: Seen): string {
  const shown = SECTIONS.flatMap((section) => {
    const content = drawn<readonly Markup[] | null>(() => section.render(seen), notDrawn)
    return content === null ? [] : [{ section, content }]
  })
  const sections = shown.map(({ section, content }) => sectionMarkup(section, content))
  const body = h('body', [
    h('a.skip', { href: '#content' }, 'Skip to the report'),
    brand(),
    contents(shown.map(({ section }) => section)),
    h('main', { id: 'content', tabIndex: -1 }, [drawn(() => top(seen), plainTop(seen)), ...sections]),
    ...scriptsOf(seen).map(({ type, text }) => h('script', { type }, text)),
  ])
  // End tags that HTML lets one leave out are a tenth of a page of tables.
  return `<!doctype html>\n${toHtml(allVisible(h('html', { lang: 'en' }, [head(seen), body])), { omitOptionalTags: true })}\n`
}

function head(seen: Seen): Markup {
  const style = styleOf(seen)
  const scripts = scriptsOf(seen).map(({ text }) => hashOf(text))
  // Nothing is fetched and nothing sent, whatever a name from a log or a database turns out to be.
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${scripts.join(' ') || "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return h('head', [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('title', `${headlineOf(seen.entries, seen.judgement).verdict}: ${seen.run.rehearsal}`),
    h('style', style),
  ])
}

function notDrawn(sentence: string): readonly Markup[] {
  return [h('p.not-recorded', brief(sentence))]
}

/** The verdict stands at the top, whatever else cannot. */
function plainTop({ judgement }: Seen): (sentence: string) => Markup {
  return (sentence) =>
    h('section', { id: 'verdict', className: ['top', `is-${judgement.verdict}`], ariaLabelledBy: 'verdict-title' }, [
      h('h1', { id: 'verdict-title' }, h('span.word', judgement.verdict.toUpperCase())),
      ...notDrawn(sentence),
    ])
}

/** CSS and scripts are hashed and written as the parser will read them: it turns every line end into a line feed. */
function styleOf({ assets }: Seen): string {
  const own = SECTIONS.map(({ style = '' }) => style)
  const chart = assets === undefined ? '' : assets.chart.style
  return [paletteRules(), BASE_STYLE, PIECES_STYLE, TOP_STYLE, chart, ...own, LAYOUT_STYLE]
    .join('\n')
    .replace(/\r\n?/g, '\n')
}

/** The chart library goes along only where there is something to draw. A module has a scope of its own. */
function scriptsOf({ assets, timeline }: Seen): readonly { readonly type: string | null; readonly text: string }[] {
  if (assets === undefined) return []
  const chart = timeline === null ? [] : [{ type: null, text: assets.chart.script }]
  return [...chart, { type: 'module', text: assets.script }].map(({ type, text }) => ({
    type,
    text: text.replace(/\r\n?/g, '\n'),
  }))
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** Shown by the script, which alone can do what the button says. */
function brand(): Markup {
  return h('header.brand', [
    h('p', 'fulldress'),
    h('button', { id: 'theme', type: 'button', ariaPressed: 'false', hidden: true }, 'Dark'),
  ])
}

function contents(sections: readonly Section[]): Markup {
  const links = [{ id: 'verdict', title: 'Verdict' }, ...sections]
  return h(
    'nav',
    { ariaLabel: 'Sections of the report' },
    h(
      'ol',
      links.map(({ id, title }) => h('li', h('a', { href: `#${id}` }, title))),
    ),
  )
}

function sectionMarkup({ id, title }: Section, content: readonly Markup[]): Markup {
  return h('section', { id, ariaLabelledBy: `${id}-title` }, [h('h2', { id: `${id}-title` }, title), ...content])
}
