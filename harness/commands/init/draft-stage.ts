import type { DraftEntry, DraftMap } from '../../spec/write-spec.ts'
import { literal } from '../../spec/write-spec.ts'
import type { FoundCompose } from './compose.ts'
import { type Drafting, line, type Place } from './drafting.ts'
import { environmentOf, exampleFile, placeholder } from './environment.ts'
import { READER_FOLDER, readerFiles } from './placeholders/reader.ts'
import type { Project } from './project.ts'
import type { FoundService } from './services.ts'
import { fromSpec } from './spelling.ts'

/** The service that clients ask, and that the upgrade replaces. */
export interface Front {
  /** null where no service is replaced: the stand-in that reads tables. */
  readonly replaced: readonly string[]
  readonly asked: string
  readonly healthPath: string | null
  /** It reads tables for want of a service. */
  readonly standsIn: boolean
}

export interface StagedDraft extends Drafting {
  readonly front: Front
}

/** What PostgreSQL is taken where nothing names one. */
const USUAL_MAJOR = 17

/** Today's version and the next, which is the same until the operator names another. */
export const VERSIONS = { today: 'current', next: 'next' } as const

/** The stage: a compose file as it is, or a database with the service that starts here, or with a stand-in. */
export function draftStage(project: Project, place: Place): StagedDraft {
  const { compose, service } = project
  if (compose !== null && compose.services.length > 0) return ofCompose(project, compose, place)
  return service === null ? ofDatabase(project) : ofService(project, service, place)
}

function ofCompose({ files }: Project, compose: FoundCompose, { specFolder }: Place): StagedDraft {
  const file = fromSpec(specFolder, files, compose.file)
  const { database, without, ignore, beside, services } = compose
  const more = compose.named || without.length > 0 || ignore.length > 0
  const list = (names: readonly string[]) => ({ items: names })
  const full: DraftEntry[] = [
    { key: 'file', value: file },
    ...(compose.named
      ? [{ key: 'database', value: database, comment: ['Assumed of several: the one that is upgraded.'] }]
      : []),
    ...(without.length > 0
      ? [
          {
            key: 'without',
            value: list(without),
            comment: ['They take no part: they migrate or fill the database by themselves, or are for people.'],
          },
        ]
      : []),
    ...(ignore.length > 0
      ? [
          {
            key: 'ignore',
            value: list(ignore),
            comment: ['Keys that a rehearsal does not understand; it does without them.'],
          },
        ]
      : []),
  ]
  const [front] = services
  const asked = front?.name ?? ''
  return {
    front: {
      replaced: services.map(({ name }) => name),
      asked,
      healthPath: front?.healthPath ?? null,
      standsIn: false,
    },
    found: [
      `${compose.file}: PostgreSQL is ${database}; clients ask ${services.map(({ name }) => name).join(', ')}`,
      ...(beside.length > 0 ? [`beside them, as the file says: ${beside.join(', ')}`] : []),
    ],
    entries: [
      {
        key: 'stage',
        value: {
          entries: [
            {
              key: 'compose',
              comment: [
                'The file as it is; addresses in it stay valid. No port is published but by the harness, on 127.0.0.1.',
              ],
              value: more ? { entries: full } : file,
            },
            ...(compose.major === null
              ? [
                  {
                    key: 'database',
                    value: line({ version: USUAL_MAJOR }),
                    comment: ['Assumed, for its image does not tell: the version of PostgreSQL.'],
                  },
                ]
              : []),
            { key: 'services', value: { entries: services.map(composeService) } },
          ],
        },
      },
    ],
  }
}

function composeService({ name, port, ports, healthPath }: FoundCompose['services'][number]): DraftEntry {
  const assumed = port === null ? [] : [`Assumed of ${ports.join(', ')}: the port that clients ask.`]
  return {
    key: name,
    value: {
      entries: [
        ...(port === null ? [] : [{ key: 'port', value: port, comment: assumed }]),
        ...(healthPath === null ? [] : [{ key: 'health', value: line({ path: healthPath }) }]),
        ...versions({ entries: [], flow: true }, { entries: [], flow: true }, 'next: { image: "shop/api:2" }'),
      ],
    },
  }
}

function ofService({ files, sql, compose }: Project, service: FoundService, { specFolder }: Place): StagedDraft {
  const { name, port, portBecause, healthPath, command, image, dockerfile, source, assumed } = service
  const example = exampleFile(files)
  const environment = Object.entries(environmentOf(files)).map(([key, value]) => ({ key, value }))
  const making: DraftEntry[] = [
    ...(source === undefined ? [] : [{ key: 'source', value: fromSpec(specFolder, files, source) }]),
    ...(command === undefined
      ? []
      : [{ key: 'command', value: literal(command), ...(assumed.length > 0 && { comment: assumed }) }]),
    ...(image === undefined ? [] : [{ key: 'image', value: image }]),
    ...(dockerfile === undefined
      ? []
      : [
          {
            key: 'build',
            value: line({ context: fromSpec(specFolder, files, '.') }),
            ...(assumed.length > 0 && { comment: assumed }),
          },
        ]),
  ]
  const health = healthPath === null ? [] : [{ key: 'health', value: line({ path: healthPath, timeout: '60s' }) }]
  const told =
    portBecause === null
      ? 'Assumed: a container listens here; a process is given a free port as PORT.'
      : `From ${portBecause}; as a process it is given a free port as PORT.`
  const body: DraftEntry[] = [
    { key: 'port', value: port, comment: [told] },
    ...health,
    ...making,
    {
      key: 'environment',
      comment: [
        `What it reads from its environment: the usual names${example === null ? '' : `, and those of ${example}`}.`,
      ],
      value: { entries: environment },
    },
    ...versions(
      { entries: [], flow: true },
      { entries: [], flow: true },
      `next: { source: ../${name}-next }, a checkout of the new version`,
    ),
  ]
  return {
    front: { replaced: [name], asked: name, healthPath, standsIn: false },
    found: [`the service ${name}: ${service.because}`],
    entries: [
      {
        key: 'stage',
        value: {
          entries: [
            database(sql !== null, compose),
            { key: 'services', value: { entries: [{ key: name, value: { entries: body } }] } },
          ],
        },
      },
    ],
  }
}

/** Nobody is stalled where nobody asks. */
function ofDatabase({ sql, compose }: Project): StagedDraft {
  const environment = {
    entries: [
      { key: 'DATABASE_URL', value: placeholder('database.url') },
      { key: 'PORT', value: placeholder('port') },
    ],
  }
  return {
    front: { replaced: [], asked: 'reader', healthPath: '/', standsIn: true },
    files: readerFiles(),
    found: ['no service: a stand-in reads the tables'],
    toSettle: [
      `${READER_FOLDER}/ stands in for your application: it only reads. Put your service in its place where you can.`,
    ],
    entries: [
      {
        key: 'stage',
        value: {
          entries: [
            database(sql !== null, compose),
            {
              key: 'services',
              comment: [
                'Found no service, so that nobody would notice a lock: this stand-in reads each table. Put your own in its place.',
              ],
              value: {
                entries: [
                  {
                    key: 'reader',
                    value: {
                      entries: [
                        { key: 'port', value: 8080 },
                        { key: 'health', value: line({ path: '/' }) },
                        { key: 'source', value: READER_FOLDER },
                        { key: 'command', value: 'node server.js' },
                        { key: 'image', value: 'node:24-bookworm-slim' },
                        { key: 'environment', value: environment },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  }
}

function database(migrated: boolean, compose: FoundCompose | null): DraftEntry {
  const major = compose?.major ?? USUAL_MAJOR
  const told =
    compose?.major == null
      ? 'Assumed: production’s major version of PostgreSQL (16, 17 or 18).'
      : `As in ${compose.file}.`
  return {
    key: 'database',
    value: line({ version: major }),
    comment: migrated ? [told] : [told, 'Its schema comes from the seed.'],
  }
}

function versions(today: DraftMap, next: DraftMap, example: string): readonly DraftEntry[] {
  return [
    { key: 'version', value: VERSIONS.today },
    {
      key: 'versions',
      comment: [`Assumed: the new version is the old one started again. Name what is new, such as ${example}`],
      value: {
        entries: [
          { key: VERSIONS.today, value: today },
          { key: VERSIONS.next, value: next },
        ],
      },
    },
  ]
}
