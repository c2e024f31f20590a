import { deepEqual, equal } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonSchema } from '../../harness/spec/schema.ts'

interface Schema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly definitions?: Readonly<Record<string, Schema>>
}

/** The paths of keys that nothing is said about. */
function undescribed({ properties = {}, ...schema }: Schema, path: string): readonly string[] {
  const inner = [schema.additionalProperties, schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return [
    ...Object.entries(properties).flatMap(([key, value]) => [
      ...(value.description ? [] : [`${path}.${key}`]),
      ...undescribed(value, `${path}.${key}`),
    ]),
    ...inner.flatMap((value) => (typeof value === 'object' ? undescribed(value, `${path}.*`) : [])),
  ]
}

describe('the JSON Schema of a spec', () => {
  it('is the one in the package (node harness/spec/schema.ts > rehearsal.schema.json)', () => {
    const file = join(import.meta.dirname, '../../rehearsal.schema.json')
    deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(jsonSchema())))
  })

  it('describes each key', () => {
    const schema: Schema = jsonSchema()
    const parts = Object.entries({ '': schema, ...schema.definitions })
    deepEqual(
      parts.flatMap(([name, part]) => undescribed(part, name)),
      [],
    )
  })

  it('refuses unknown keys', () => {
    const schema: Schema = jsonSchema()
    equal(schema.additionalProperties, false)
    equal(schema.properties?.stage?.properties?.database?.additionalProperties, false)
  })
})
