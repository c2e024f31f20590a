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

/** Names that migration tools give by themselves; others were configured, or are the users' for something else. */
const DEFAULTS =
  /^(.*[.])?(_*(schema_|diesel_schema_|drizzle_|prisma_|sqlx_|knex_|seaql_|mikro_orm_|django_|typeorm_|doctrine_|phinx_)?migrations?(_lock|_history|_info)?|_*diesel_schema_migrations|pgmigrations)$/i

/** A table that is called as tools call theirs unasked. */
export function isToolsDefault(table: string): boolean {
  return isToolsOwn(table) && (DEFAULTS.test(table) || !/migrations?(_lock|_history|_info)?$/i.test(table))
}
