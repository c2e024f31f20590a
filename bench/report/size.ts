/** How much there is in a generated journal. */
export interface Size {
  readonly endpoints: number
  /** Per steady act. */
  readonly blocks: number
  readonly blockMs: number
  readonly queues: number
  readonly migrations: number
  readonly lostObjects: number
  readonly regressions: number
}

/** A rehearsal of half an hour, as the bar asks for it: 60 endpoints, three acts of 40 blocks, 200 queues, 56 migrations. */
export const HALF_AN_HOUR: Size = {
  endpoints: 60,
  blocks: 40,
  blockMs: 15_000,
  queues: 200,
  migrations: 56,
  lostObjects: 8,
  regressions: 6,
}

/** The same in little: every kind of fact, and few of each. */
export const SMALL: Size = {
  endpoints: 6,
  blocks: 12,
  blockMs: 1_000,
  queues: 8,
  migrations: 11,
  lostObjects: 4,
  regressions: 2,
}

export const EPOCH_MS = Date.UTC(2026, 10, 21, 6, 12)

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** When the acts with traffic begin and end. */
export function spansOf({
  blocks,
  blockMs,
}: Size): Readonly<Record<'baseline' | 'upgrade' | 'soak' | 'rollback' | 'restored', Span>> {
  const steadyMs = blocks * blockMs
  const transitionMs = 60_000
  const at = (fromMs: number, lastingMs: number) => ({ fromMs: EPOCH_MS + fromMs, toMs: EPOCH_MS + fromMs + lastingMs })
  const baseline = at(120_000, steadyMs)
  const upgrade = at(120_000 + steadyMs, transitionMs)
  const soak = at(120_000 + steadyMs + transitionMs, steadyMs)
  const rollback = at(120_000 + 2 * steadyMs + transitionMs, transitionMs)
  const restored = at(120_000 + 2 * steadyMs + 2 * transitionMs, steadyMs)
  return { baseline, upgrade, soak, rollback, restored }
}

const VERBS = ['GET', 'POST', 'PUT', 'DELETE'] as const
const NOUNS = ['orders', 'payments', 'users', 'carts', 'items', 'refunds', 'sessions', 'invoices', 'coupons', 'events']

/** `POST /carts/:id`; the sixtieth is as plausible as the first. */
export function endpointName(index: number): string {
  const noun = NOUNS[index % NOUNS.length]
  const verb = VERBS[Math.floor(index / NOUNS.length) % VERBS.length]
  const deep = index >= NOUNS.length * VERBS.length ? `/lines/${index}` : ''
  return `${verb} /${noun}${verb === 'POST' ? '' : '/:id'}${deep}`
}

export function migrationFile(index: number, direction: 'up' | 'down' = 'up'): string {
  return `migrations/${String(index + 1).padStart(3, '0')}_${NOUNS[index % NOUNS.length]}_part_${index + 1}.${direction}.sql`
}

export function tableName(index: number): string {
  return NOUNS[index % NOUNS.length] ?? 'orders'
}
