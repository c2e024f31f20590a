/** Curves and lanes on one axis: the same part of the run, and the same width, whatever happens to either. */
function startTimeline(): void {
  const plot = document.getElementById('timeline-plot')
  if (plot === null) return
  timelineDetails(plot)
  const lanes = timelineLanes(plot)
  const data = readData<TimelineData>('timeline-data')
  if (data === null || typeof uPlot === 'undefined') {
    for (const picture of plot.querySelectorAll('.timeline-svg')) timelineMeasured(picture)
    return
  }
  let view: TimelineView = { from: 0, to: data.to }
  const select = document.getElementById('timeline-endpoint')
  const chosen = () => (select instanceof HTMLSelectElement ? Number(select.value) : 0)
  const whole = () => show({ from: 0, to: data.to })
  const curves = timelineCurves(data, chosen(), {
    zoomed: (wanted) => show(wanted),
    whole,
    pointed(at) {
      lanes.point(at?.share ?? null)
      timelineRead(data, chosen(), at?.stretch ?? null)
    },
  })
  function show(wanted: TimelineView): void {
    view = { from: Math.max(0, wanted.from), to: Math.min(data?.to ?? wanted.to, wanted.to) }
    curves.show(view)
    lanes.show(view)
    timelinePressed(view)
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('#timeline-controls button')) {
    button.addEventListener('click', () => show({ from: Number(button.dataset.from), to: Number(button.dataset.to) }))
  }
  select?.addEventListener('change', () => {
    curves.choose(chosen())
    const name = select instanceof HTMLSelectElement ? (select.selectedOptions[0]?.textContent ?? '') : ''
    for (const place of plot.querySelectorAll('.timeline-chosen')) place.textContent = name
  })
  document.addEventListener(THEME_CHANGED, () => curves.repaint())
  const again = () => {
    curves.resize()
    lanes.show(view)
  }
  new ResizeObserver(again).observe(plot)
  timelinePrinted(plot, again)
  for (const id of ['timeline-controls', 'timeline-readout']) document.getElementById(id)?.removeAttribute('hidden')
  for (const words of plot.querySelectorAll<HTMLElement>('.timeline-unscripted')) words.hidden = true
  show(view)
}

/** A canvas keeps the width of the screen: for paper it is drawn again, as wide as the narrower of A4 and Letter allows. */
function timelinePrinted(plot: HTMLElement, again: () => void): void {
  const draw = (width: string) => {
    plot.style.width = width
    again()
  }
  addEventListener('beforeprint', () => draw('680px'))
  addEventListener('afterprint', () => draw(''))
}

/** The button of the part that is shown looks pressed, and none where one has zoomed by hand. */
function timelinePressed({ from, to }: TimelineView): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('#timeline-controls button')) {
    const shown = Number(button.dataset.from) === from && Number(button.dataset.to) === to
    button.setAttribute('aria-pressed', String(shown))
  }
}

/** The figures under the pointer, in words. */
function timelineRead(data: TimelineData, chosen: number, stretch: number | null): void {
  const place = document.getElementById('timeline-readout')
  const series = data.series[chosen]
  if (place === null) return
  if (stretch === null || series === undefined) {
    place.textContent = 'Drag to zoom, double-click for the whole run; point at a curve for its figures.'
    return
  }
  const at = (values: TimelineValues) => timelineUnpacked(values)[stretch] ?? null
  const ms = (name: string, value: number | null) =>
    `${name} ${value === null ? 'too few requests' : timelineMs(value)}`
  const longest = at(series.longestMs)
  place.textContent = [
    `${timelineTime(data.first + stretch * data.stretch)}: ${timelineRate((at(series.requests) ?? 0) / data.stretch)} requests/s`,
    `${at(series.failed) ?? 0} failed`,
    ...(longest === null ? ['none answered'] : [`longest ${timelineMs(longest)}`]),
    ...(longest === null
      ? []
      : [ms('p50', at(series.p50Ms)), ms('p95', at(series.p95Ms)), ms('p99', at(series.p99Ms))]),
  ].join(', ')
}

startTimeline()
