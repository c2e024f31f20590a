import { sectioned } from './sections.ts'

/** https://salsita.github.io/node-pg-migrate/migrations/ */
export const nodePgMigrate = sectioned({
  tool: 'node-pg-migrate',
  up: /^\s*--[\s-]*up\s+migration\b/i,
  down: /^\s*--[\s-]*down\s+migration\b/i,
  outside: () => false,
  looksFor: '`-- Up Migration`',
})
