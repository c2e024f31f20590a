import type { DraftedService } from './draft-service.ts'
import { entry, line, map } from './drafting.ts'
import { placeholder } from './environment.ts'
import { READER_FOLDER, readerFiles } from './placeholders/reader.ts'

const NAME = 'reader'

/** A stand-in for the service that a project lacks: nobody is stalled where nobody asks. */
export function draftReader(): DraftedService {
  const one = map(
    entry('port', 8080),
    entry('health', line({ path: '/' })),
    entry('source', READER_FOLDER),
    entry('command', 'node server.js'),
    entry('image', 'node:24-bookworm-slim'),
    entry('environment', line({ DATABASE_URL: placeholder('database.url'), PORT: placeholder('port') })),
  )
  const told =
    'Found no service, so that nobody would notice a lock: this stand-in reads each table. Put your own in its place.'
  return {
    front: { replaced: [], asked: NAME, healthPath: '/', standsIn: true },
    services: entry('services', map(entry(NAME, one)), told),
    files: readerFiles(),
    found: ['no service: a stand-in reads the tables'],
    toSettle: [
      `${READER_FOLDER}/ stands in for your application: it only reads. Put your service in its place where you can.`,
    ],
  }
}
