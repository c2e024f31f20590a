import { sectioned } from './sections.ts'

/** https://github.com/rubenv/sql-migrate#writing-migrations */
export const sqlMigrate = sectioned({
  tool: 'sql-migrate',
  up: /^--\s*\+migrate\s+Up\b/i,
  down: /^--\s*\+migrate\s+Down\b/i,
  outside: (marker) => /\bnotransaction\b/.test(marker),
  looksFor: '`-- +migrate Up`',
})
