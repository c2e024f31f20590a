import { sectioned } from './sections.ts'

/** https://pressly.github.io/goose/documentation/annotations/ */
export const goose = sectioned({
  tool: 'goose',
  up: /^--\s*\+goose\s+Up\b/i,
  down: /^--\s*\+goose\s+Down\b/i,
  outside: (_marker, text) => /^--\s*\+goose\s+NO\s+TRANSACTION\b/im.test(text),
  looksFor: '`-- +goose Up`',
})
