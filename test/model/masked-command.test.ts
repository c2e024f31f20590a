import { equal } from 'node:assert/strict'
import { maskedCommand } from '../../harness/model/masked-command.ts'

describe('a command as it is told', () => {
  it('masks what looks like a secret of the command’s own', () => {
    equal(maskedCommand('psql postgresql://app:hunter2@db/app'), 'psql postgresql://app:***@db/app')
    equal(maskedCommand('PGPASSWORD=hunter2 psql'), 'PGPASSWORD=*** psql')
    equal(maskedCommand('tool --api-key abc --token=def x'), 'tool --api-key *** --token=*** x')
    equal(maskedCommand('curl -H "Authorization: Bearer abc"'), 'curl -H "Authorization: Bearer ***"')
  })

  it('masks whatever is called like a secret, quoted or not', () => {
    for (const [command, told] of [
      [`PGPASSWORD='hunter 2' psql`, `PGPASSWORD='***' psql`],
      ['tool --token "a hunter2" x', 'tool --token "***" x'],
      [`PGPASSWORD='aa"hunter2' psql`, `PGPASSWORD='***' psql`],
      ['PGPASSWORD=a"hunter2" psql', 'PGPASSWORD=*** psql'],
      [`PGPASSWORD='hunter2 psql`, `PGPASSWORD='*** psql`],
      [`PGPASSWORD=\${PW}hunter2 psql`, 'PGPASSWORD=*** psql'],
      [`psql "host=h password='hunter 2'" -c "SELECT 1"`, `psql "host=h password='***'" -c "SELECT 1"`],
      [`psql "host=h password=hunter2" -c "SELECT 1"`, `psql "host=h password=***" -c "SELECT 1"`],
      [`curl -d '{"password":"a hunter2"}' x`, `curl -d '{"password":"***"}' x`],
      [String.raw`curl -d "{\"password\": \"a hunter2\"}" x`, String.raw`curl -d "{\"password\": \"***\"}" x`],
      [String.raw`psql "password=a\'hunter2"`, 'psql "password=***"'],
      ['DB_PASS=hunter2 x', 'DB_PASS=*** x'],
      ['export PW=hunter2 dbPass=hunter2', 'export PW=*** dbPass=***'],
      ['tool --pass hunter2 -password hunter2', 'tool --pass *** -password ***'],
      ['export GITHUB_PAT=hunter2', 'export GITHUB_PAT=***'],
      ['private_key=hunter2 credentials=hunter2', 'private_key=*** credentials=***'],
      ['curl -H "Authorization: token hunter2"', 'curl -H "Authorization: token ***"'],
      ['curl -H "Cookie: session=hunter2"', 'curl -H "Cookie: ***"'],
    ])
      equal(maskedCommand(command ?? ''), told)
  })

  it('masks secrets that stand without a name where programs take them, and in addresses', () => {
    for (const [command, told] of [
      ['curl -s -u bob:hunter2 https://x', 'curl -s -u bob:*** https://x'],
      ['curl --user "bob:hunter 2" https://x', 'curl --user "bob:***" https://x'],
      ['redis-cli -h x -a hunter2 ping', 'redis-cli -h x -a *** ping'],
      ['mysql -u bob -phunter2 app', 'mysql -u bob -p*** app'],
      ['curl https://hunter2@github.com', 'curl https://***@github.com'],
      ['psql "postgres://u:p@hunter2@h/db"', 'psql "postgres://u:***@h/db"'],
      [`psql postgres://u:\${PW}hunter2@h`, 'psql postgres://u:***@h'],
      ['psql postgres://u:hunter?2@h', 'psql postgres://u:***@h'],
      ['curl https://hooks.slack.com/services/T0/B0/hunter2', 'curl https://hooks.slack.com/services/***'],
      ['say ghp_abcdefghijklmnopqrst', 'say ***'],
    ])
      equal(maskedCommand(command ?? ''), told)
  })

  it('leaves variables and whatever is no secret as they are', () => {
    for (const command of [
      'npx dbmate up',
      'PGPASSWORD=$PGPASSWORD psql',
      `psql postgresql://app:\${database.password}@\${database.host}`,
      `curl -H "Authorization: Bearer \${TOKEN}"`,
      'docker run -v $PWD:/work image',
      'rake token generate',
      'docker run -u 1000:1000 image',
      'PATH=/bin:$PATH compass=north x',
      'docker login --password-stdin registry.example',
      'POSTGRES_PASSWORD_FILE=/run/pw x',
      'AWS_ACCESS_KEY_ID=AKIA x',
      `psql postgres://u:$PGPASSWORD@h "password='\${PW}'"`,
      'PGPASSWORD=$(cat pw) psql',
      'curl -u bob:$PW https://x; tar -a x',
      'ssh git@github.com',
      'flyway -url=jdbc:postgresql://db/app migrate',
    ])
      equal(maskedCommand(command), command)
  })
})
