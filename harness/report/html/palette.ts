/**
 * The colours of the page, as `name: [on light, on dark]`. Text, and words of severity, keep 4.5:1 against page and
 * surface, series 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); test/report/html/palette.test.ts measures it.
 */
export const PALETTE: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  page: ['#ffffff', '#0f1419'],
  surface: ['#f4f6f8', '#181f27'],
  text: ['#1a2027', '#e6eaef'],
  muted: ['#55606c', '#a2adb9'],
  line: ['#d3dae2', '#323c48'],
  link: ['#0a53be', '#8cb8ff'],
  'on-badge': ['#ffffff', '#0f1419'],
  go: ['#13692f', '#63d089'],
  'no-go': ['#b01e23', '#ff918b'],
  unsure: ['#7d4e00', '#f0bb58'],
  blocker: ['#b01e23', '#ff918b'],
  concern: ['#7d4e00', '#f0bb58'],
  note: ['#4d5a69', '#a9b6c4'],
  'series-1': ['#0b63c5', '#6db1ff'],
  'series-2': ['#b84a00', '#ff9f5f'],
  'series-3': ['#10774f', '#5fd39b'],
  'series-4': ['#8a32b2', '#d59cf6'],
  'series-5': ['#b0174a', '#ff8fae'],
  'series-6': ['#6d5c00', '#d9c44c'],
  'series-7': ['#00707d', '#4fd0dd'],
  'series-8': ['#59616a', '#b5bdc6'],
}

/** The palette as custom properties: the system's choice, the button's, and light on paper. */
export function paletteRules(): string {
  const properties = Object.entries(PALETTE).map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark});`)
  return `:root{color-scheme:light dark;${properties.join('')}}
:root[data-theme=dark]{color-scheme:dark}
:root[data-theme=light]{color-scheme:light}
@media print{:root,:root[data-theme]{color-scheme:light}}
`
}
