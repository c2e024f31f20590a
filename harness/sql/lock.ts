import { LOCK_MODES } from '../model/lock-mode.ts'
import { type AlterTableCmd, type Node, nodeAs, nodesAs, wordsOf } from './node.ts'
import { relationNamed, relationOf } from './relation.ts'

/** A lock that a statement takes by the documentation. */
export interface DocumentedLock {
  /** null where the statement names none that could be told. */
  readonly relation: string | null
  /** As `pg_locks.mode` spells it. */
  readonly mode: string
}

/** LOCK TABLE's number in the parse tree counts modes from 1. */
const MODES: readonly string[] = LOCK_MODES

/** What a mode keeps from others: everything, or whatever writes. */
export function stopsWrites(mode: string): boolean {
  return MODES.indexOf(mode) >= MODES.indexOf('ShareLock')
}

/**
 * Locks on relations that a statement names, from ShareUpdateExclusiveLock up, as the documentation has them.
 * https://www.postgresql.org/docs/current/explicit-locking.html
 */
export function locksOf(tree: Node): readonly DocumentedLock[] {
  const alter = nodeAs(tree, 'AlterTableStmt')
  if (alter !== null) {
    if (alter.objtype !== 'OBJECT_TABLE' && alter.objtype !== 'OBJECT_MATVIEW') return []
    return altered(relationOf(alter.relation), nodesAs(alter.cmds, 'AlterTableCmd'))
  }
  const index = nodeAs(tree, 'IndexStmt')
  if (index !== null) {
    return [{ relation: relationOf(index.relation), mode: index.concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock' }]
  }
  const explicit = nodeAs(tree, 'LockStmt')
  if (explicit !== null) return listed(explicit.relations, MODES[(explicit.mode ?? 8) - 1] ?? 'AccessExclusiveLock')
  const trigger = nodeAs(tree, 'CreateTrigStmt')
  if (trigger !== null) return [{ relation: relationOf(trigger.relation), mode: 'ShareRowExclusiveLock' }]
  return exclusive(tree).map((relation) => ({ relation, mode: 'AccessExclusiveLock' }))
}

/** Relations that a statement other than ALTER TABLE locks against everybody. */
function exclusive(tree: Node): readonly (string | null)[] {
  const truncate = nodeAs(tree, 'TruncateStmt')
  if (truncate !== null) return listed(truncate.relations, '').map(({ relation }) => relation)
  const rename = nodeAs(tree, 'RenameStmt')
  if (rename !== null) return [relationOf(rename.relation)].filter((one) => one !== null)
  const cluster = nodeAs(tree, 'ClusterStmt')
  if (cluster !== null) return [relationOf(cluster.relation)]
  const refresh = nodeAs(tree, 'RefreshMatViewStmt')
  if (refresh !== null) return refresh.concurrent ? [] : [relationOf(refresh.relation)]
  const moved = nodeAs(tree, 'AlterObjectSchemaStmt')
  if (moved !== null) return [relationOf(moved.relation)].filter((one) => one !== null)
  const rule = nodeAs(tree, 'RuleStmt')
  if (rule !== null) return [relationOf(rule.relation)]
  const vacuum = nodeAs(tree, 'VacuumStmt')
  if (vacuum !== null && nodesAs(vacuum.options, 'DefElem').some(({ defname }) => defname === 'full')) {
    const rels = nodesAs(vacuum.rels, 'VacuumRelation')
    return rels.length === 0 ? [null] : rels.map(({ relation }) => relationOf(relation))
  }
  const drop = nodeAs(tree, 'DropStmt')
  if (drop === null || drop.concurrent) return []
  const words = (drop.objects ?? []).map((one) => wordsOf(nodeAs(one, 'List')?.items))
  if (
    drop.removeType === 'OBJECT_TRIGGER' ||
    drop.removeType === 'OBJECT_POLICY' ||
    drop.removeType === 'OBJECT_RULE'
  ) {
    return words.map((one) => relationNamed(one.slice(0, -1)))
  }
  return drop.removeType === 'OBJECT_TABLE' || drop.removeType === 'OBJECT_INDEX' ? words.map(relationNamed) : []
}

function listed(relations: readonly Node[] | undefined, mode: string): readonly DocumentedLock[] {
  return nodesAs(relations, 'RangeVar').map((range) => ({ relation: relationOf(range), mode }))
}

const SHARE_UPDATE: ReadonlySet<string> = new Set([
  'AT_SetStatistics',
  'AT_ValidateConstraint',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_AttachPartition',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_DetachPartitionFinalize',
])

/** The strongest of its commands counts, and those of a foreign key fall on the table that it refers to as well. */
function altered(relation: string | null, commands: readonly AlterTableCmd[]): readonly DocumentedLock[] {
  const modes = commands.map(modeOf)
  const strongest = MODES.findLast((mode) => modes.includes(mode)) ?? 'AccessExclusiveLock'
  const targets = commands.flatMap(({ def }) => {
    const key = nodeAs(def, 'Constraint')
    const inline = nodesAs(nodeAs(def, 'ColumnDef')?.constraints, 'Constraint')
    return [...(key === null ? [] : [key]), ...inline].flatMap(({ pktable }) => relationOf(pktable) ?? [])
  })
  return [
    { relation, mode: strongest },
    ...targets.map((target) => ({ relation: target, mode: 'ShareRowExclusiveLock' })),
  ]
}

function modeOf({ subtype = 'AT_AddColumn', def }: AlterTableCmd): string {
  if (SHARE_UPDATE.has(subtype)) return 'ShareUpdateExclusiveLock'
  if (/^AT_(Enable|Disable)\w*Trig/.test(subtype)) return 'ShareRowExclusiveLock'
  if (subtype === 'AT_AddConstraint' && nodeAs(def, 'Constraint')?.contype === 'CONSTR_FOREIGN') {
    return 'ShareRowExclusiveLock'
  }
  if (subtype === 'AT_DetachPartition' && nodeAs(def, 'PartitionCmd')?.concurrent) return 'ShareUpdateExclusiveLock'
  return 'AccessExclusiveLock'
}
