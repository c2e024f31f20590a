/** Opens what is folded around the target of a link, for browsers that do not do so by themselves. */
function revealTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  for (let part: Element | null = target; part !== null; part = part.parentElement) {
    if (part instanceof HTMLDetailsElement) part.open = true
  }
}

/** Paper has nothing to click on, so everything is open while the page is printed. */
function openForPrint(): void {
  const opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    opened.push(...document.querySelectorAll<HTMLDetailsElement>('details:not([open])'))
    for (const details of opened) details.open = true
  })
  addEventListener('afterprint', () => {
    for (const details of opened.splice(0)) details.open = false
  })
}

addEventListener('hashchange', revealTarget)
revealTarget()
openForPrint()
