/** Marks in the table of contents where the reader is: the last section that has begun above a third of the screen. */
function startContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a')]
  const sections = links.map((link) => document.getElementById(link.hash.slice(1)))
  const mark = () => {
    const begun = sections.map((section) => (section?.getBoundingClientRect().top ?? Infinity) < innerHeight / 3)
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2
    const current = atEnd ? links.length - 1 : begun.lastIndexOf(true)
    for (const [index, link] of links.entries()) {
      if (index === Math.max(0, current)) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
  addEventListener('scroll', () => requestAnimationFrame(mark), { passive: true })
  mark()
}

startContents()
