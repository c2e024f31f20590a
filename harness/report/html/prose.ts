import { h, type Markup } from './markup.ts'

const MOST_CHARACTERS = 600

/** A text that may be a whole function or a program's output, as much of it as one reads; the journal has all. */
export function brief(text: string): string {
  const over = text.length - MOST_CHARACTERS
  return over <= 0 ? text : `${text.slice(0, MOST_CHARACTERS)} … and ${over} characters more, in the journal`
}

/** A paragraph for each sentence. */
export function paragraphs(sentences: readonly string[]): readonly Markup[] {
  return sentences.map((sentence) => h('p', brief(sentence)))
}

/** A list of sentences or trees; nothing where there is none. */
export function bullets(items: readonly (string | Markup)[]): readonly Markup[] {
  return items.length === 0
    ? []
    : [
        h(
          'ul',
          items.map((item) => h('li', typeof item === 'string' ? brief(item) : item)),
        ),
      ]
}

/** A part of a section below a heading of its own; nothing where it has no content. */
export function part(title: string, content: readonly Markup[]): readonly Markup[] {
  return content.length === 0 ? [] : [h('h3', title), ...content]
}

/** What should have been recorded and was not: that is no good news, and it says so. */
export function notRecorded(what: string): Markup {
  return h('p.not-recorded', `not recorded: ${brief(what)}`)
}

/** Words in a cell that would rather have the table scroll than stand one below the other. */
export function roomy(words: string): Markup {
  return h('span.roomy', brief(words))
}

/** For the sections that use it. */
export const ROOMY_STYLE = `
.roomy{display:inline-block;min-width:13rem}
`
