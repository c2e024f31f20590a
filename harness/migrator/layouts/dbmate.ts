import { sectioned } from './sections.ts'

/** https://github.com/amacneil/dbmate#creating-migrations */
export const dbmate = sectioned({
  tool: 'dbmate',
  up: /^--\s*migrate:up\b/,
  down: /^--\s*migrate:down\b/,
  outside: (marker) => /\btransaction:false\b/.test(marker),
  looksFor: '`-- migrate:up`',
})
