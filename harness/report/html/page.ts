import { toHtml } from 'hast-util-to-html'
import { headlineOf } from '../../checks/headline.ts'
import { SECTIONS } from '../sections/index.ts'
import { h, type Markup } from './markup.ts'
import type { Section, Seen } from './section.ts'

/** report.html: one file that opens from disk with the network off. */
export function renderHtml(seen: Seen): string {
  const { verdict, counts } = headlineOf(seen.entries, seen.judgement)
  const head = h('head', [h('meta', { charset: 'utf-8' }), h('title', `${verdict}: ${seen.run.rehearsal}`)])
  const main = h('main', [h('h1', verdict), h('p', counts), ...SECTIONS.flatMap((section) => shown(section, seen))])
  return `<!doctype html>\n${toHtml(h('html', { lang: 'en' }, [head, h('body', main)]))}\n`
}

function shown({ id, title, render }: Section, seen: Seen): readonly Markup[] {
  const content = render(seen)
  return content === null ? [] : [h('section', { id }, [h('h2', title), ...content])]
}
