import type { Page } from 'playwright-core'

/** Links that lead nowhere: no such anchor, or somewhere else than documentation. */
export function brokenLinks(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => {
        if (href.startsWith('#')) return document.getElementById(decodeURIComponent(href.slice(1))) === null
        return !href.startsWith('https://')
      })
      .map((href) => `link to ${href} leads nowhere`),
  )
}

/** What can be reached with a pointer and not with Tab. A group of radio buttons is one stop. */
export async function unreachable(page: Page): Promise<readonly string[]> {
  const names = await page.evaluate(() => {
    scrollTo(0, 0)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const groups = new Set<string>()
    const all = [...document.querySelectorAll<HTMLElement>('a[href],button,select,input,textarea,summary,[tabindex]')]
    const stops = all.filter((element) => {
      if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false
      if (element.tabIndex < 0 || element.matches(':disabled')) return false
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
      return !groups.has(element.name) && element.checked && groups.add(element.name)
    })
    for (const [index, element] of stops.entries()) element.dataset.stop = `${index}`
    return stops.map(
      (element) =>
        `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 50)}`,
    )
  })
  const reached = new Set<string>()
  // Twice as often as there are stops: browsers add some of their own, such as what scrolls.
  for (let press = 0; press < names.length * 2 + 10 && reached.size < names.length; press++) {
    await page.keyboard.press('Tab')
    reached.add(await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.stop ?? ''))
    reached.delete('')
  }
  return names.filter((_, index) => !reached.has(`${index}`)).map((name) => `Tab does not reach ${name}`)
}

/** What makes the page scroll sideways. What scrolls by itself may be as wide as it likes. */
export function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const scrolls = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5 && !scrolls(element.parentElement),
    )
    const first = wide
      .slice(-3)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`)
    return [`${scrollWidth} px wide on a screen of ${clientWidth}: ${first.join(' | ')}`]
  })
}

/**
 * Edges of everything that is drawn over the time axis, in px of the page. Each such element says in `data-time-axis`
 * where its axis begins and ends: `left right`, relative to its own left edge.
 */
export async function misaligned(page: Page): Promise<readonly string[]> {
  const edges = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement | SVGElement>('[data-time-axis]')].map((element) => {
      const [left = Number.NaN, right = Number.NaN] = (element.dataset.timeAxis ?? '').split(/[ ,]+/).map(Number)
      const origin = element.getBoundingClientRect().left
      return {
        name: element.id || element.getAttribute('class') || element.tagName,
        left: origin + left,
        right: origin + right,
      }
    }),
  )
  const [first] = edges
  if (first === undefined) {
    const drawn = await page.locator('#timeline-plot').count()
    return drawn === 0 ? [] : ['nothing says where its time axis lies']
  }
  return edges
    .filter(({ left, right }) => !(Math.abs(left - first.left) <= 1 && Math.abs(right - first.right) <= 1))
    .map(
      ({ name, left, right }) => `${name} spans ${left} to ${right} px, ${first.name} ${first.left} to ${first.right}`,
    )
}

/** What paper would not show, though the screen has it. */
export function unprinted(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const folded = [...document.querySelectorAll('details > :not(summary)')]
    const hidden = folded.filter((element) => !element.checkVisibility({ contentVisibilityAuto: true }))
    const seen = [...document.querySelectorAll('nav, button, select')].filter((element) => element.checkVisibility())
    return [
      ...hidden.map((element) => `not on paper: ${element.tagName} ${element.textContent?.slice(0, 40)}`).slice(0, 3),
      ...seen.map((element) => `on paper, where nobody can use it: ${element.tagName}`),
    ]
  })
}
