/** What migration tools keep about themselves, by the end of a table's name; as JavaScript and PostgreSQL both read it. */
export const TOOLS_OWN =
  '(^|_|pg|[.])migrations?(_lock|_history|_info)?$|(^|[.])(flyway_schema_history|goose_db_version|gorp_migrations|alembic_version|databasechangelog(lock)?|sequelizemeta|__efmigrationshistory|ar_internal_metadata)$|^sqitch[.]'

/** A row too many there, and a tool would skip a migration or wait for a lock; what it writes there is its own affair. */
export function isToolsOwn(table: string): boolean {
  return new RegExp(TOOLS_OWN, 'i').test(table)
}

/** Whose rows only ever say who is at work. */
export function isToolsLock(table: string): boolean {
  return isToolsOwn(table) && /lock$/i.test(table)
}
