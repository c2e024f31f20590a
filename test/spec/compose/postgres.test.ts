import { deepEqual } from 'node:assert/strict'
import { majorOf } from '../../../harness/spec/compose/postgres.ts'

describe('the image of a PostgreSQL', () => {
  it('names its major version in a tag, in whichever of the usual forms', () => {
    const images = [
      'postgres:17',
      'localhost:5000/my/postgres:16.4-alpine',
      'postgis/postgis:18-3.6',
      'pgvector/pgvector:pg17',
    ]
    deepEqual(images.map(majorOf), [17, 16, 18, 17])
  })

  it('names none by latest, by a digest, or without a tag', () => {
    const images = ['postgres', 'postgres:latest', 'postgres:alpine', 'postgres@sha256:17ab', 'localhost:5000/postgres']
    deepEqual(images.map(majorOf), [null, null, null, null, null])
    deepEqual(majorOf('postgres:17@sha256:18ab'), 17)
  })
})
