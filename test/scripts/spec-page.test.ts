import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { jsonSchema } from '../../harness/spec/schema.ts'
import { renderSpecPage } from '../../scripts/spec-page.ts'

describe('docs/spec.md', () => {
  it('says what the schema says (write it with node scripts/spec-page.ts)', () => {
    const page = readFileSync(new URL('../../docs/spec.md', import.meta.url), 'utf8')
    assert.equal(page, renderSpecPage(jsonSchema()))
  })
})

describe('the page of a schema', () => {
  const rowsOf = (properties: Record<string, unknown>): readonly string[] =>
    renderSpecPage({ properties, required: [] })
      .split('\n')
      .filter((line) => /^\| \**`/.test(line))

  it('names keys by their path, those that must be there in bold', () => {
    const service = {
      type: 'object',
      properties: { port: { type: 'integer', minimum: 1, maximum: 65535 } },
      required: ['port'],
    }
    assert.deepEqual(
      rowsOf({
        stage: { type: 'object', properties: { services: { type: 'object', additionalProperties: service } } },
      }),
      [
        '| `stage.services` | a map |  |  |',
        '| **`stage.services.NAME.port`** | a whole number from 1 to 65535 |  |  |',
      ],
    )
  })

  it('marks what only one of several shapes has, and says once what all have', () => {
    const way = (name: string, more: Record<string, unknown> = {}) => ({
      type: 'object',
      properties: { way: { const: name }, until: { type: 'string', default: 'not named' }, ...more },
      required: ['way'],
    })
    assert.deepEqual(rowsOf({ rollback: { oneOf: [way('down'), way('restore', { snapshot: { type: 'string' } })] } }), [
      '| `rollback.way` | `down` |  |  |',
      '| `rollback.until` | text | `not named` |  |',
      '| `rollback.way` | `restore` |  |  |',
      '| `rollback.snapshot` (with `way: restore`) | text |  |  |',
    ])
  })

  it('keeps a bar and an angle bracket of a description inside of their cell', () => {
    const version = { type: 'string', description: 'postgres:<version> | none' }
    assert.deepEqual(rowsOf({ stage: { type: 'object', properties: { version } } }), [
      '| `stage.version` | text |  | postgres:\\<version> \\| none |',
    ])
  })
})
