import { ACT_NAMES } from '../model/act.ts'

type Schema = Readonly<Record<string, unknown>>

const TEXT: Schema = { type: 'string' }
const NUMBER: Schema = { type: 'number' }
const COUNT: Schema = { type: 'integer', minimum: 0 }
const LENGTH_MS: Schema = { type: 'number', minimum: 0 }
const YES_OR_NO: Schema = { type: 'boolean' }
const MOMENT: Schema = { type: 'string', description: 'ISO 8601, UTC; empty where the journal has no entry.' }

const VERDICT = oneOf(['go', 'no-go', 'inconclusive'])
const ANSWER = oneOf(['regressed', 'equivalent', 'improved', 'inconclusive'])
const WAY = oneOf(['down', 'restore', 'code-only', 'none'])
const ACT = oneOf(ACT_NAMES)

const MEASURES: Schema = {
  description: 'Figures by name, the unit last.',
  type: 'object',
  additionalProperties: { type: ['number', 'string'] },
}

const WINDOW = described(
  'The window that the change needs by measured times, in ms; null where it is not known.',
  shape({
    fit: oneOf(['fits', 'no-buffer', 'too-short', 'not-declared', 'unknown']),
    neededMs: orNull(shape({ low: LENGTH_MS, high: LENGTH_MS })),
    bufferMs: orNull(LENGTH_MS),
    plannedMs: orNull(LENGTH_MS),
    declaredMs: orNull(LENGTH_MS),
    decideByMs: orNull(LENGTH_MS),
    parts: list(
      shape({
        name: oneOf(['snapshot', 'upgrade', 'soak', 'way back']),
        takesMs: orNull(shape({ low: LENGTH_MS, high: LENGTH_MS })),
        note: TEXT,
      }),
    ),
    unknown: list(TEXT),
  }),
)

const WAY_REHEARSED = shape({
  way: WAY,
  verdict: VERDICT,
  rollbackMs: orNull(LENGTH_MS),
  stallMs: orNull(LENGTH_MS),
  writesLost: orNull(COUNT),
  residue: orNull(COUNT),
})

const ENDPOINT = shape({
  endpoint: TEXT,
  gate: YES_OR_NO,
  answer: ANSWER,
  requests: shape({ baseline: COUNT, soak: COUNT, restored: orNull(COUNT) }),
  power: orNull(NUMBER),
  metrics: list(
    shape({
      metric: oneOf(['p99', 'p95', 'p90', 'errors', 'exceedance']),
      before: NUMBER,
      after: NUMBER,
      low: orNull(NUMBER),
      high: orNull(NUMBER),
      adjustedP: NUMBER,
      answer: ANSWER,
      couldHideUpTo: orNull(NUMBER),
    }),
  ),
})

const FINDING = shape({
  check: TEXT,
  severity: oneOf(['blocker', 'concern', 'note']),
  subject: TEXT,
  summary: TEXT,
  remedy: TEXT,
  measured: MEASURES,
  limit: MEASURES,
  evidence: described('Numbers of journal entries.', list({ type: 'integer', minimum: 1 })),
})

/** The JSON Schema (draft 7) of verdict.json, whichever command wrote it. Its `fulldress` counts incompatible changes. */
export function verdictSchema(): Schema {
  const required = {
    fulldress: { const: 1 },
    rehearsal: TEXT,
    verdict: VERDICT,
    startedAt: MOMENT,
    durationMs: LENGTH_MS,
    runtime: TEXT,
    reasons: described('Why, in one to three sentences, worst first.', list(TEXT)),
    acts: list(shape({ name: ACT, status: oneOf(['ok', 'failed', 'skipped']), durationMs: LENGTH_MS })),
    checks: list(shape({ id: TEXT, gating: YES_OR_NO, ruling: oneOf(['passed', 'found', 'unknown']), because: TEXT })),
    findings: described('Worst first.', list(FINDING)),
  }
  const optional = {
    wayBack: WAY,
    pointOfNoReturn: TEXT,
    ways: described('Ways back that were rehearsed, the declared one first.', list(WAY_REHEARSED)),
    window: WINDOW,
    resolution: shape({ atDesignSize: YES_OR_NO, cannotSeeBelow: orNull(NUMBER), unseen: list(TEXT) }),
    endpoints: list(ENDPOINT),
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'fulldress verdict',
    ...shape(required, optional),
  }
}

/** A map with these keys and no other. */
function shape(required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  }
}

function list(items: Schema): Schema {
  return { type: 'array', items }
}

function oneOf(words: readonly string[]): Schema {
  return { enum: words }
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] }
}

function described(description: string, schema: Schema): Schema {
  return { description, ...schema }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(verdictSchema(), null, 2)}\n`)
