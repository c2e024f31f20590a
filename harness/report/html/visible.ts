import type { Markup } from './markup.ts'

/**
 * Characters that show nothing and change how what stands around them reads: controls, and marks that turn the
 * direction of text (https://trojansource.codes). Line breaks and tabs are none of them.
 */
const UNSEEN = /(?![\t\n\r])\p{Cc}|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

/** `\u202e` in place of the mark itself. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The tree with nothing unseen in its text or attributes, whoever named a table so. Scripts and styles are ours. */
export function allVisible(tree: Markup): Markup {
  if (tree.tagName === 'style' || tree.tagName === 'script') return tree
  const properties = Object.entries(tree.properties).map(([name, value]) => [
    name,
    typeof value === 'string' ? visible(value) : value,
  ])
  const children = tree.children.map((child) => {
    if (child.type === 'text') return { ...child, value: visible(child.value) }
    return child.type === 'element' ? allVisible(child) : child
  })
  return { ...tree, properties: Object.fromEntries(properties), children }
}
