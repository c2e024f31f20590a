import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Node, Parser } from 'commonmark'

const PAGES = globSync(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/**/*.md'])

describe('the documentation', () => {
  for (const page of PAGES) {
    it(`leads nowhere that is not there: ${page}`, () => {
      assert.deepEqual(
        linksOf(page).filter((link) => leadsNowhere(page, link)),
        [],
      )
    })
  }

  it('is named by the README or by a page that is, all of it', () => {
    const named = new Set(['README.md'])
    for (const page of named) {
      for (const link of linksOf(page)) {
        const file = join(dirname(page), link.replace(/#.*/, ''))
        if (PAGES.includes(file)) named.add(file)
      }
    }
    assert.deepEqual(
      PAGES.filter((page) => !named.has(page)),
      [],
    )
  })

  it('keeps the README to what a newcomer reads in ten minutes', () => {
    assert.ok(readFileSync('README.md', 'utf8').split('\n').length - 1 <= 230)
  })
})

/** Destinations of links and images within the repository, code left out. */
function linksOf(page: string): readonly string[] {
  return nodesOf(page)
    .filter(({ type }) => type === 'link' || type === 'image')
    .flatMap(({ destination }) =>
      destination === null || /^[a-z]+:/.test(destination) ? [] : [decodeURI(destination)],
    )
}

function leadsNowhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (relative('.', file).startsWith('..') || !existsSync(file)) return true
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor)
}

/** Anchors that GitHub and GitLab give to headings: letters, digits, hyphens and underscores of their text. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = nodesOf(page).filter(({ type }) => type === 'heading')
  const anchors = new Set<string>()
  for (const heading of headings) {
    const text = textOf(heading).toLowerCase()
    const plain = text.replaceAll(/[^\p{L}\p{M}\p{N}_\- ]/gu, '').replaceAll(' ', '-')
    let anchor = plain
    for (let again = 1; anchors.has(anchor); again++) anchor = `${plain}-${again}`
    anchors.add(anchor)
  }
  return anchors
}

function textOf(node: Node): string {
  return [...walked(node)]
    .map(({ type, literal }) => (type === 'text' || type === 'code' ? (literal ?? '') : ''))
    .join('')
}

function nodesOf(page: string): readonly Node[] {
  return [...walked(new Parser().parse(readFileSync(page, 'utf8')))]
}

function* walked(node: Node): Generator<Node> {
  const walker = node.walker()
  for (let event = walker.next(); event !== null; event = walker.next()) if (event.entering) yield event.node
}
