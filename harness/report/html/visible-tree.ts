import type { Markup } from './markup.ts'
import { visible } from './visible.ts'

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
