/** Settings that decide how a migration behaves. Others stay with production: a setting may hold a secret of an application. */
export const ALLOWED_SETTINGS: readonly string[] = [
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'autovacuum',
  'check_function_bodies',
  'client_encoding',
  'deadlock_timeout',
  'default_statistics_target',
  'default_table_access_method',
  'default_toast_compression',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'effective_cache_size',
  'fsync',
  'full_page_writes',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'jit',
  'lock_timeout',
  'maintenance_work_mem',
  'max_connections',
  'max_parallel_maintenance_workers',
  'max_parallel_workers_per_gather',
  'max_wal_size',
  'random_page_cost',
  'row_security',
  'search_path',
  'server_encoding',
  'shared_buffers',
  'standard_conforming_strings',
  'statement_timeout',
  'synchronous_commit',
  'transaction_timeout',
  'wal_level',
  'work_mem',
  'xmloption',
]

const ALLOWED: ReadonlySet<string> = new Set(ALLOWED_SETTINGS.map((name) => name.toLowerCase()))

export function isAllowed(name: string): boolean {
  return ALLOWED.has(name.toLowerCase())
}
