/** The part of the Trace Event Format that is written: object form, complete events, counters, metadata. */
export const TRACE_SCHEMA = {
  type: 'object',
  required: ['traceEvents'],
  properties: {
    traceEvents: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ph', 'name', 'pid', 'tid', 'ts', 'args'],
        properties: {
          name: { type: 'string', minLength: 1 },
          pid: { type: 'integer', minimum: 1 },
          tid: { type: 'integer', minimum: 0 },
          ts: { type: 'integer', minimum: 0 },
          args: { type: 'object' },
        },
        oneOf: [
          {
            properties: {
              ph: { const: 'X' },
              cat: { enum: ['act', 'phase', 'step', 'stall', 'statement', 'transaction', 'lock', 'wait'] },
              dur: { type: 'integer', minimum: 0 },
            },
            required: ['cat', 'dur'],
          },
          {
            properties: {
              ph: { const: 'C' },
              args: { type: 'object', minProperties: 1, additionalProperties: { type: 'number' } },
            },
          },
          {
            properties: {
              ph: { const: 'M' },
              name: { enum: ['process_name', 'process_sort_index', 'thread_name', 'thread_sort_index'] },
              args: {
                type: 'object',
                maxProperties: 1,
                minProperties: 1,
                properties: { name: { type: 'string', minLength: 1 }, sort_index: { type: 'integer' } },
                additionalProperties: false,
              },
            },
          },
        ],
      },
    },
    displayTimeUnit: { enum: ['ms', 'ns'] },
    otherData: { type: 'object' },
  },
  additionalProperties: false,
} as const
