/** Told to `document` when colours have changed, so that whoever draws on a canvas draws again. */
const THEME_CHANGED = 'fulldress:theme'

/** A custom property of the page as a canvas takes it: `colorOf('--series-1')` is `rgb(11, 98, 196)`. */
function colorOf(property: string): string {
  // A custom property answers with its text, light-dark() and all; only a colour that is in use is resolved.
  const probe = document.createElement('span')
  probe.style.color = `var(${property})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** The button that changes between dark and light; without script it stays hidden, and the system's choice holds. */
function startTheme(): void {
  const button = document.getElementById('theme')
  const system = matchMedia('(prefers-color-scheme: dark)')
  if (!(button instanceof HTMLButtonElement)) return
  const root = document.documentElement
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark'
  const show = () => {
    button.setAttribute('aria-pressed', String(isDark()))
    document.dispatchEvent(new Event(THEME_CHANGED))
  }
  button.hidden = false
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    show()
  })
  system.addEventListener('change', show)
  // Paper is light, and what was drawn in the colours of a dark screen would be lost on it.
  matchMedia('print').addEventListener('change', show)
  show()
}

startTheme()
