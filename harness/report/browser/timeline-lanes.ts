/** As wide as a finger or an unsteady hand needs it (WCAG 2.2, 2.5.8). */
const TIMELINE_LEAST_HIT = 24

interface TimelineLanes {
  show(view: TimelineView): void
  /** Where the pointer is, as a share of the width. */
  point(share: number | null): void
}

/** Acts and lanes as the harness drew them, which are placed again when one zooms. */
function timelineLanes(plot: Element): TimelineLanes {
  const pictures = [...plot.querySelectorAll<SVGSVGElement>('svg.timeline-svg')]
  return {
    show(view) {
      for (const picture of pictures) timelinePlace(picture, view)
    },
    point(share) {
      for (const line of plot.querySelectorAll('.timeline-cursor')) {
        line.setAttribute('visibility', share === null ? 'hidden' : 'visible')
        if (share === null) continue
        line.setAttribute('x1', `${100 * share}%`)
        line.setAttribute('x2', `${100 * share}%`)
      }
    },
  }
}

function timelinePlace(picture: SVGSVGElement, { from, to }: TimelineView): void {
  const { width } = picture.getBoundingClientRect()
  const at = (ms: number) => ((ms / 1000 - from) / (to - from)) * width
  for (const element of picture.querySelectorAll<SVGElement>('[data-from]')) {
    const [left, right] = [at(Number(element.dataset.from)), at(Number(element.dataset.to))]
    if (element instanceof SVGTextElement) timelineBeside(element, { left, right, width })
    else {
      const spare = element.classList.contains('timeline-hit') ? Math.max(0, TIMELINE_LEAST_HIT - (right - left)) : 0
      element.setAttribute('x', String(left - spare / 2))
      element.setAttribute('width', String(Math.max(0.1, right - left) + spare))
    }
    // What is out of sight is out of the way of the Tab key as well.
    const out = right < 0 || left > width
    const part = element.closest('a') ?? element
    part.style.display = out ? 'none' : ''
  }
  const ruler = picture.querySelector('.timeline-ruler')
  if (ruler !== null) timelineRuler(ruler, { from, to }, picture.height.baseVal.value)
  timelineMeasured(picture)
}

/** On the side of its bar on which there is more room. */
function timelineBeside(
  text: SVGTextElement,
  { left, right, width }: { readonly left: number; readonly right: number; readonly width: number },
): void {
  const before = right > 0.65 * width && left > 0.35 * width
  text.setAttribute('x', String(before ? left : Math.min(Math.max(right, 0), 0.65 * width)))
  text.setAttribute('dx', before ? '-6' : '6')
  text.setAttribute('text-anchor', before ? 'end' : 'start')
}

function timelineRuler(ruler: Element, { from, to }: TimelineView, height: number): void {
  const svg = (name: string, attributes: Readonly<Record<string, string | number>>, text = '') => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    element.textContent = text
    return element
  }
  ruler.replaceChildren(
    ...timelineTicks(from, to).flatMap((seconds) => {
      const x = `${(100 * (seconds - from)) / (to - from)}%`
      return [svg('line', { x1: x, x2: x, y1: 0, y2: height }), svg('text', { x, dx: 3, y: 11 }, timelineTime(seconds))]
    }),
  )
}

/** Shows what belongs to a bar below the lanes; without script the bar's link leads to the same, further down. */
function timelineDetails(plot: Element): void {
  const shown = document.getElementById('timeline-shown')
  if (shown === null) return
  let opener: SVGAElement | null = null
  const mark = (on: boolean) => {
    for (const bar of opener?.querySelectorAll('.timeline-bar') ?? []) bar.classList.toggle('is-shown', on)
  }
  const close = () => {
    shown.hidden = true
    mark(false)
    opener?.focus()
  }
  const open = (link: SVGAElement, detail: Element) => {
    mark(false)
    opener = link
    mark(true)
    const heading = document.createElement('h4')
    heading.tabIndex = -1
    heading.textContent = detail.parentElement?.querySelector('summary')?.textContent ?? ''
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Close'
    button.addEventListener('click', close)
    shown.replaceChildren(heading, ...[...detail.children].map((child) => child.cloneNode(true)), button)
    shown.hidden = false
    heading.focus()
  }
  plot.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-detail]') : null
    const detail = document.getElementById(link?.getAttribute('data-detail') ?? '')
    if (!(link instanceof SVGAElement) || detail === null) return
    event.preventDefault()
    open(link, detail)
  })
  shown.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
}
