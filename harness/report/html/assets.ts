/** Files that the page carries within itself, as text: report/ reads none. */
export interface PageAssets {
  /** JavaScript of report/browser. */
  readonly script: string
  /** uPlot: a global of that name, and its rules. */
  readonly chart: { readonly script: string; readonly style: string }
}
