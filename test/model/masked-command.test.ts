import { equal } from 'node:assert/strict'
import { maskedCommand } from '../../harness/model/masked-command.ts'

describe('a command as it is told', () => {
  it('names the variable for a value that came from the environment', () => {
    equal(
      maskedCommand('curl -H "X: s3cret" https://h/s3cret/x', { TOKEN: 's3cret' }),
      `curl -H "X: \${TOKEN}" https://h/\${TOKEN}/x`,
    )
  })

  it('looks for short values as whole words only', () => {
    equal(maskedCommand('run a --as a bash', { A: 'a' }), `run \${A} --as \${A} bash`)
  })

  it('names the longer of two values that begin alike', () => {
    equal(maskedCommand('x secretive secret', { A: 'secret', B: 'secretive' }), `x \${B} \${A}`)
  })

  it('masks what looks like a secret of the command’s own', () => {
    equal(maskedCommand('psql postgresql://app:hunter2@db/app'), 'psql postgresql://app:***@db/app')
    equal(maskedCommand('PGPASSWORD=hunter2 psql'), 'PGPASSWORD=*** psql')
    equal(maskedCommand('tool --api-key abc --token=def x'), 'tool --api-key *** --token=*** x')
    equal(maskedCommand('curl -H "Authorization: Bearer abc"'), 'curl -H "Authorization: Bearer ***"')
  })

  it('leaves variables and whatever is no secret as they are', () => {
    for (const command of [
      'npx dbmate up',
      'PGPASSWORD=$PGPASSWORD psql',
      `psql postgresql://app:\${database.password}@\${database.host}`,
      `curl -H "Authorization: Bearer \${TOKEN}"`,
      'docker run -v $PWD:/work image',
      'rake token generate',
      'flyway -url=jdbc:postgresql://db/app migrate',
    ])
      equal(maskedCommand(command), command)
  })
})
