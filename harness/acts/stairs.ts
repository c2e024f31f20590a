import { existsSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { type SqlFiles, type Step, stepsBack } from '../model/step.ts'
import type { Flight, Stair } from '../stairway/stair.ts'
import { applyOnClone, type MigrateStep, migrateOnClone, piecesOf } from './on-clone.ts'
import type { Scene } from './scene.ts'

/**
 * The migrations of the upgrade, each with what undoes it: a file with its down file, a tool's step with the step of the
 * rollback that mirrors it. Where the steps do not answer each other so, all of them are one stair.
 */
export function stairsOfUpgrade(scene: Scene): readonly Stair[] {
  const { upgrade, rollback } = scene.plan
  const ups = upgrade.filter(isMigration)
  const downs = stepsBack(rollback).filter(isMigration).toReversed()
  if (ups.length === 0) return []
  if (rollback.way !== 'down') return ups.flatMap((up) => stairsOfStep(scene, up, null))
  const pairs = ups.map((up, at) => [up, downs[at]] as const)
  const mirrored = ups.length === downs.length && pairs.every(([up, down]) => down !== undefined && answers(down, up))
  if (!mirrored) return [wholeUpgrade(scene, ups, downs.toReversed())]
  return pairs.flatMap(([up, down]) => stairsOfStep(scene, up, down ?? null))
}

function isMigration(step: Step): step is MigrateStep {
  return step.kind === 'migrate'
}

/** Files are undone by the down files of their own folder, and a tool by a tool. */
function answers(down: MigrateStep, up: MigrateStep): boolean {
  if ('tool' in up) return 'tool' in down
  return (
    'sql' in down && up.sql.direction === 'up' && down.sql.direction === 'down' && up.sql.folder === down.sql.folder
  )
}

function stairsOfStep(scene: Scene, up: MigrateStep, down: MigrateStep | null): readonly Stair[] {
  const among = 'sql' in up ? up.sql.files : []
  return piecesOf(scene, [up]).map(({ name, step }) => {
    if ('sql' in step) return stairOfFile(scene, { name, sql: step.sql, among }, down)
    const flights = { up: flightOf(scene, [step], 'up'), down: down === null ? null : flightOf(scene, [down], 'down') }
    return { name, subject: down?.label ?? name, files: [], ...flights, ...declared(scene, step.tool.command, name) }
  })
}

interface FilePiece {
  readonly name: string
  /** Of this file alone. */
  readonly sql: SqlFiles
  /** Those of its step. */
  readonly among: readonly string[]
}

function stairOfFile(scene: Scene, { name, sql, among }: FilePiece, step: MigrateStep | null): Stair {
  const [file = ''] = sql.files
  const downFile = downNameOf(sql, file)
  const downPath = relative(dirname(scene.plan.spec), join(sql.folder, downFile))
  const down = downSql({ ...sql, files: among }, downFile, step)
  const flight =
    (of: SqlFiles): Flight =>
    (address, options) =>
      applyOnClone(scene, of, address, options)
  return {
    name,
    subject: down === null ? name : downPath,
    files: [...new Set([name, ...(down === null ? [] : [downPath])])],
    up: flight(sql),
    down: down === null ? null : flight(down),
    ...declared(scene, file, name),
  }
}

/** The file itself where its tool keeps both directions in one. */
function downNameOf({ layout }: SqlFiles, file: string): string {
  return layout?.downOf[file] ?? file.replace(/\.up\.sql$/, '.down.sql')
}

/** As the rollback applies it; where none goes down, whatever lies beside the file that goes up. */
function downSql(sql: SqlFiles, file: string, step: MigrateStep | null): SqlFiles | null {
  if (step !== null && 'sql' in step) return step.sql.files.includes(file) ? { ...step.sql, files: [file] } : null
  if (sql.layout !== undefined) {
    const known = Object.values(sql.layout.downOf).includes(file)
    return known ? { ...sql, files: [file], direction: 'down' } : null
  }
  const lies = sql.files.every((name) => basename(name) !== file) && existsSync(join(sql.folder, file))
  return lies ? { ...sql, files: [file], direction: 'down' } : null
}

function wholeUpgrade(scene: Scene, ups: readonly MigrateStep[], downs: readonly MigrateStep[]): Stair {
  const name = ups.map(({ label }) => label).join(', ')
  return {
    name,
    subject: downs.length === 0 ? name : downs.map(({ label }) => label).join(', '),
    files: [],
    up: flightOf(scene, ups, 'up'),
    down: downs.length === 0 ? null : flightOf(scene, downs, 'down'),
    ...declared(scene, name, name),
  }
}

function flightOf(scene: Scene, steps: readonly MigrateStep[], way: 'up' | 'down'): Flight {
  let times = 0
  return async (address, { signal }) => {
    for (const step of steps) await migrateOnClone(scene, step, address, { log: `stairway-${way}-${++times}`, signal })
  }
}

function declared({ plan }: Scene, ...names: readonly string[]): Pick<Stair, 'irreversible'> {
  const { irreversible } = plan.probing
  const [reason] = names.flatMap((name) => irreversible[name] ?? [])
  return reason === undefined ? {} : { irreversible: reason }
}
