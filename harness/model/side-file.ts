/** A side file: bulk stays out of the journal, which keeps its name (relative to the run's folder) and its sha256. */
export interface SideFile {
  readonly file: string
  readonly sha256: string
}
