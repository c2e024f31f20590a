/** How long companions hold on where no profile tells production's p99 age of transactions. */
export const HOLD_MS = 5_000

/** 1, 2, 3…: migrations and trials are numbered within a journal. */
export function counter(): () => number {
  let last = 0
  return () => ++last
}
