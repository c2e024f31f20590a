import { createHash } from 'node:crypto'
import { toHtml } from 'hast-util-to-html'
import { h, type Markup } from '../../report/html/markup.ts'
import type { LiveState } from '../state.ts'
import { type Fragment, fragmentsOf } from './fragments.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

/** Seconds between two looks of a browser that runs no scripts. */
const REFRESH_S = 5

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but what the page itself holds is run or fetched, and nobody may put it in a frame. */
export const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The whole page as it is now; `null` before anything has begun. */
export function renderPage(state: LiveState | null): string {
  const sections =
    state === null ? [h('section', { id: 'now' }, h('p', 'The rehearsal has not begun yet.'))] : sectionsOf(state)
  const head = h('head', [
    h('meta', { charset: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('title', titleOf(state)),
    h('style', STYLE),
    ...(state?.ending ? [] : [h('noscript', h('meta', { httpEquiv: 'refresh', content: String(REFRESH_S) }))]),
  ])
  const body = h('body', [
    h('header', [h('h1', state?.rehearsal ?? 'fulldress'), h('p#link', { role: 'status' })]),
    h('main', [...sections]),
    h('script', SCRIPT),
  ])
  return `<!doctype html>\n${toHtml(h('html', { lang: 'en' }, [head, body]))}\n`
}

/** What has changed since, for the script of the page: each section's content by its id. */
export function renderParts(state: LiveState): string {
  const main = fragmentsOf(state).map((fragment) => [
    fragment.id,
    contentOf(fragment)
      .map((one) => toHtml(one))
      .join(''),
  ])
  return JSON.stringify({ title: titleOf(state), heading: state.rehearsal, main: Object.fromEntries(main) })
}

function sectionsOf(state: LiveState): readonly Markup[] {
  return fragmentsOf(state).map((fragment) => h('section', { id: fragment.id }, contentOf(fragment)))
}

function contentOf({ title, content }: Fragment): Markup[] {
  return [h('h2', title), ...content]
}

function titleOf(state: LiveState | null): string {
  if (state === null) return 'fulldress: not begun yet'
  const { rehearsal, act, ending } = state
  return `${ending?.headline ?? act?.name ?? 'under way'}: ${rehearsal}`
}
