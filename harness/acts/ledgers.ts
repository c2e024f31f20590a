import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openLedger, whyUnreadable } from '../database/ledger.ts'
import { describe, RehearsalError } from '../errors.ts'
import { digestFile } from '../journal/side-file.ts'
import type { Fact, SideFile } from '../model/evidence.ts'
import type { TroubledWrite, WriteTrouble } from '../model/facts-of-writes.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import type { RecordedWrite } from '../traffic/acknowledged.ts'
import { recordedWrites } from '../traffic/recorded-writes.ts'
import type { Company } from './act.ts'
import { LedgerReading } from './ledger-reading.ts'
import { pauseUntil } from './pause.ts'
import { playTimes } from './play-times.ts'
import { onStage, type Scene } from './scene.ts'

const SHOWN = 20
/** The latest writes of the baseline are enough to tell whether a ledger finds and reads what scripts record. */
const TRIED = 1_000
/** A service that keeps its writes in a queue has had its time when a write is older than this, or else is given some. */
const YOUNG_MS = 30_000
const PATIENCE_MS = 3_000

/** Rejects where a ledger names what the seed did not make: every acknowledged write would look lost. */
export async function expectLedgers(scene: Scene): Promise<void> {
  for (const ledger of scene.plan.traffic.ledgers) {
    const why = await whyUnreadable(onStage(scene, 'copy').database, ledger)
    if (why === null) continue
    throw new RehearsalError(
      'spec-invalid',
      `expected ${expectation(ledger)} after the seed, as ledger ${ledger.name} says; found ${why}`,
      `correct ${ledger.table === null ? '`query`, `key`' : '`table`, `key`'} and \`content\` of that ledger under \`traffic.ledgers\``,
    )
  }
}

function expectation({ table, key, content }: LedgerDescription): string {
  const columns = [key, ...content.map(({ column }) => column)]
  const words = columns.length === 1 ? `a column ${key}` : `columns ${columns.join(', ')}`
  return table === null ? `a query that returns ${words}` : `${words} in a table ${table}`
}

/**
 * Looks the latest writes of the baseline up before anything is upgraded. What is missing or reads otherwise by then is
 * the ledger's, or the service's own: it cannot be held against the upgrade.
 */
export async function tryLedgers(scene: Scene, { journal }: Company): Promise<void> {
  const { ledgers } = scene.plan.traffic
  if (ledgers.length === 0) return
  const latest = await latestWrites(onStage(scene, 'traffic').acknowledged.file)
  for (const ledger of ledgers) {
    journal.record(await orFailure(ledger, 'baseline', () => tried(scene, ledger, latest.get(ledger.name) ?? [])))
  }
}

async function latestWrites(file: string): Promise<ReadonlyMap<string, readonly RecordedWrite[]>> {
  const latest = new Map<string, RecordedWrite[]>()
  for await (const write of recordedWrites(file)) {
    if (write.unanswered) continue
    const known = latest.get(write.ledger) ?? []
    latest.set(write.ledger, known)
    known.push(write)
    if (known.length > 2 * TRIED) known.splice(0, TRIED)
  }
  return latest
}

async function tried(scene: Scene, ledger: LedgerDescription, latest: readonly RecordedWrite[]): Promise<Fact> {
  await using open = await openLedger(onStage(scene, 'copy').database, ledger)
  const writes = latest.slice(-TRIED)
  const found = (await open?.find(writes)) ?? []
  const fields = ledger.content.map((field, position) => {
    const told = found.filter(({ times }, index) => times === 1 && (writes[index]?.content?.[position] ?? '-') !== '-')
    return { ...field, compared: told.length, changed: told.filter(({ changed }) => changed.includes(position)).length }
  })
  const missing = writes.filter((_, index) => (found[index]?.times ?? 0) === 0).length
  return { kind: 'ledger.tried', ledger: ledger.name, writes: writes.length, missing, fields }
}

/** Looks every acknowledged write up; returns how many there were. */
export async function auditLedgers(scene: Scene, { journal, signal }: Company, file: string): Promise<number> {
  const { ledgers } = scene.plan.traffic
  if (ledgers.length === 0) return 0
  const times = playTimes(journal.read())
  const recorded = { file: relative(scene.folder, file), sha256: await digestFile(file) }
  let total = 0
  for (const ledger of ledgers) {
    const compare = async () => {
      await using open = await openLedger(onStage(scene, 'copy').database, ledger)
      if (open === null && staysNew(scene)) throw new Error('the new schema has not got its table or key column')
      const reading = new LedgerReading(ledger, open, times)
      for await (const write of recordedWrites(file)) if (write.ledger === ledger.name) await reading.add(write)
      await reading.flush()
      const young = reading.missingSince(Date.now() - YOUNG_MS)
      if (young.length > 0) await pauseUntil(Date.now() + PATIENCE_MS, signal)
      await reading.lookAgain(young)
      total += reading.acknowledged
      return compared(scene, ledger, reading, recorded)
    }
    journal.record(await orFailure(ledger, 'audit', compare))
  }
  return total
}

/** Without the old schema, a table that is gone may have moved, which says nothing about its rows. */
function staysNew({ plan: { rollback } }: Scene): boolean {
  return rollback.way === 'none' || rollback.way === 'code-only'
}

async function compared(
  { folder }: Scene,
  { name }: LedgerDescription,
  reading: LedgerReading,
  file: SideFile,
): Promise<Fact> {
  const { troubled, acts, acknowledged, unanswered, fields, gone } = reading
  const sum = (what: 'missing' | 'doubled' | 'changed' | 'declaredLost') =>
    acts.reduce((total, act) => total + act[what], 0)
  const first = (trouble: WriteTrouble) => troubled.filter((write) => write.trouble === trouble).slice(0, SHOWN)
  const [missing, doubled] = [first('missing'), first('doubled')]
  return {
    kind: 'ledger.compared',
    ledger: name,
    acknowledged,
    missing: missing.map(({ key }) => key),
    missingCount: sum('missing'),
    doubled: doubled.map(({ key }) => key),
    doubledCount: sum('doubled'),
    changedCount: sum('changed'),
    declaredLostCount: sum('declaredLost'),
    acts,
    troubled: [...missing, ...doubled, ...first('changed'), ...first('declared-lost')],
    ...(troubled.length === 0 ? {} : { list: await writeList(folder, name, troubled) }),
    unanswered: { ...unanswered, doubled: unanswered.doubled.slice(0, SHOWN) },
    fields,
    gone,
    file,
  }
}

async function writeList(folder: string, ledger: string, troubled: readonly TroubledWrite[]): Promise<SideFile> {
  const file = `ledgers/${ledger}.jsonl`
  const text = troubled.map((write) => `${JSON.stringify(write)}\n`).join('')
  await mkdir(join(folder, 'ledgers'), { recursive: true })
  await writeFile(join(folder, file), text)
  return { file, sha256: createHash('sha256').update(text).digest('hex') }
}

/** A ledger that cannot be asked is no evidence against the writes: the check then answers `unknown`. */
async function orFailure(
  { name }: LedgerDescription,
  when: 'baseline' | 'audit',
  asked: () => Promise<Fact>,
): Promise<Fact> {
  try {
    return await asked()
  } catch (error) {
    return { kind: 'ledger.failed', ledger: name, when, reason: describe(error) }
  }
}
