import { deepEqual, equal } from 'node:assert/strict'
import { interpolate } from '../../harness/spec/interpolate.ts'

describe('text with variables', () => {
  const env = { HOST: 'db', EMPTY: '' }

  it('is filled from the environment, with defaults for what is unset or empty', () => {
    equal(interpolate(`\${HOST}:\${PORT:-5432}/\${EMPTY:-app}\${EMPTY}\${NONE:-}`, env).text, 'db:5432/app')
  })

  it('names what is neither set nor has a default', () => {
    deepEqual(interpolate(`\${HOST} \${A} \${B_2}`, env).missing, ['A', 'B_2'])
  })

  it('keeps placeholders for the running copy', () => {
    deepEqual(interpolate(`\${database.url} \${port}`, env), {
      text: `\${database.url} \${port}`,
      told: `\${database.url} \${port}`,
      missing: [],
      placeholders: ['database.url', 'port'],
    })
  })

  it('lets a shell have its own variables behind a second dollar', () => {
    deepEqual(interpolate(`echo $\${HOST} $HOST $\${x%.*} $$`, env), {
      text: `echo \${HOST} $HOST \${x%.*} $$`,
      told: `echo \${HOST} $HOST \${x%.*} $$`,
      missing: [],
      placeholders: [],
    })
  })

  it('is told with the variable wherever the environment had a say', () => {
    equal(
      interpolate(`db \${HOST}:\${PORT:-5432} \${HOST:-x}\${EMPTY}`, env).told,
      `db \${HOST}:5432 \${HOST}\${EMPTY}`,
    )
  })
})
