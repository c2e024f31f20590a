/** Puts in what changed, as the server made it; the connection resumes by itself until the server says that it is over. */
export const SCRIPT = `
const link = document.getElementById('link')
const shown = new Map()
const source = new EventSource('/events?page')
source.addEventListener('open', () => { link.textContent = 'live' })
source.addEventListener('error', () => { link.textContent = 'no connection: this is what was last seen; trying again' })
source.addEventListener('page', ({ data }) => {
  const { title, heading, main } = JSON.parse(data)
  document.title = title
  document.querySelector('h1').textContent = heading
  const ids = Object.keys(main)
  const places = [...document.querySelectorAll('main > section')].map(({ id }) => id)
  if (places.join() !== ids.join()) {
    document.querySelector('main').replaceChildren(...ids.map((id) => Object.assign(document.createElement('section'), { id })))
    shown.clear()
  }
  for (const [id, html] of Object.entries(main)) {
    if (shown.get(id) === html) continue
    document.getElementById(id).innerHTML = html
    shown.set(id, html)
  }
})
source.addEventListener('end', () => {
  source.close()
  link.textContent = 'the command has ended; this page changes no more'
})
`
