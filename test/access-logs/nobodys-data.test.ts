import assert from 'node:assert/strict'
import { writeTrafficModel } from '../../harness/spec/traffic-model/write-model.ts'
import { BEGIN_MS, combined, lessonOf, randomNumbers } from './lesson.ts'

/** Words that stand in the log for people and secrets; none may be found in what is learned. */
const NAMES = ['alice', 'bob', 'carolina', 'dmitri', 'eun-ji', 'fatima', 'giovanni', 'haruto', 'ingrid', 'joao']
const FAMILIES = ['smith', 'okafor', 'nguyen', 'garcia', 'muller', 'rossi', 'tanaka', 'silva', 'kowalski', 'haddad']

interface Person {
  readonly name: string
  readonly family: string
  readonly email: string
  readonly number: number
  readonly phone: string
  readonly address: string
  readonly token: string
  readonly agent: string
}

const random = randomNumbers(11)
const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')

const PEOPLE: readonly Person[] = NAMES.flatMap((name, n) =>
  FAMILIES.map((family, m) => ({
    name,
    family,
    email: `${name}.${family}@mail.example`,
    number: 7_310_000 + n * 977 + m,
    phone: `+4915${n}55${m}7788`,
    address: `203.0.${100 + n}.${10 + m}`,
    token: hex(40),
    agent: `Phone/${name}-${family} (serial ${hex(8)})`,
  })),
)

/** Wherever applications put what they should not. */
const PLACES: readonly ((person: Person) => string)[] = [
  ({ number }) => `/customers/${number}`,
  ({ name }) => `/users/${name}`,
  ({ name, family }) => `/profiles/${name}-${family}/edit`,
  ({ email }) => `/accounts/${email}/orders`,
  ({ email }) => `/newsletter/confirm/${encodeURIComponent(email)}`,
  ({ token }) => `/reset-password/${token}`,
  ({ phone }) => `/sms/${phone}/send`,
  ({ name, family }) => `/files/${name}_${family}_cv.pdf`,
  ({ name, number }) => `/search?q=${name}&customer=${number}`,
  ({ name, family }) => `/invite/${name}%20${family}`,
  ({ family }) => `/directory/${family}`,
  ({ name, family }) => `/@${name}.${family}`,
  ({ name }) => `/~${name}/notes`,
  ({ token }) => `/oauth/callback#access_token=${token}`,
  ({ token }) => `/cart;jsessionid=${token}`,
  ({ name, family }) => `/contacts/${name[0]}${family}`,
]

/** What a word of a path must not contain; queries and agents hold the same words. */
const SECRETS = PEOPLE.flatMap(({ name, family, email, number, phone, address, token, agent }) => [
  name,
  family,
  email,
  encodeURIComponent(email),
  String(number),
  phone,
  address,
  token,
  agent,
])

function seededLog(line: (person: Person, path: string, atMs: number) => string): string {
  const lines = Array.from({ length: 20_000 }, (_, n) => {
    // A person asks for their own pages; chance may bring a second to the same.
    const person = PEOPLE[Math.floor(random() * PEOPLE.length)] as Person
    const place = PLACES[Math.floor(random() * PLACES.length)] as (person: Person) => string
    return line(person, place(person), BEGIN_MS + n * 100)
  })
  const broken = PEOPLE.slice(0, 5).map(({ name, email, token }) => `oops ${name} ${email} ${token}`)
  return [...lines, ...broken].join('\n')
}

function stampOf(line: string): string {
  return /\[(.*?)\]/.exec(line)?.[1] ?? ''
}

function assertNobodyIn(text: string): void {
  const found = [...new Set(SECRETS)].filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))
  assert.deepEqual(found, [], text.slice(0, 4_000))
}

describe('a log full of people', function () {
  this.timeout(20_000)

  it('leaves none of them in the model, nor in what is said of it', async () => {
    const log = seededLog(({ email, address, agent }, path, atMs) =>
      combined({ atMs, user: email, address, agent, request: `GET ${path} HTTP/1.1` }),
    )
    assert.ok(
      SECRETS.every((secret) => log.includes(secret)),
      'the log is seeded with all of it',
    )
    const lesson = await lessonOf(log)
    assertNobodyIn(writeTrafficModel(lesson.model))
    assertNobodyIn(JSON.stringify(lesson))
    assert.equal(lesson.model.sessions?.by, 'user')
  })

  it('leaves none of them either where all come from one address and nobody logs in', async () => {
    const log = seededLog(({ agent }, path, atMs) =>
      combined({ atMs, request: `GET ${path} HTTP/1.1`, agent: agent.slice(0, 5) }),
    )
    assertNobodyIn(writeTrafficModel((await lessonOf(log)).model))
  })

  const others = Array.from({ length: 3_000 }, (_, n) =>
    combined({
      atMs: BEGIN_MS + n * 200,
      address: `10.0.${n % 200}.1`,
      agent: `Browser/${n % 40}`,
      request: 'GET /orders HTTP/1.1',
    }),
  )

  it('leaves out whoever comes with a telephone, a laptop and a tablet, from home and on the way', async () => {
    const places = [
      '/letters-to/rossi-carolina',
      '/inbox/rossi-carolina',
      '/my/rossi-carolina',
      '/calendar/rossi-carolina/edit',
    ]
    const hers = Array.from({ length: 120 }, (_, n) =>
      combined({
        atMs: BEGIN_MS + n * 5_000,
        address: `81.2.3.${n % 40}`,
        agent: ['Phone', 'Laptop', 'Tablet', 'Work'][n % 4] ?? '',
        request: `GET ${places[Math.floor(n / 4) % 4]} HTTP/1.1`,
      }),
    )
    const log = [...others, ...hers].toSorted((one, other) => (stampOf(one) < stampOf(other) ? -1 : 1))
    assertNobodyIn(writeTrafficModel((await lessonOf(log.join('\n'))).model))
  })

  it('leaves out whoever has a cookie on each of some devices', async () => {
    const log = Array.from({ length: 200 }, (_, n) =>
      JSON.stringify({
        time: new Date(BEGIN_MS + n * 1_000).toISOString(),
        session_id: n % 2 === 0 ? `hers${n % 16}` : `s${n}`,
        method: 'GET',
        url: n % 2 === 0 ? '/letters-to/rossi-carolina' : '/orders',
        status: 200,
      }),
    )
    assertNobodyIn(writeTrafficModel((await lessonOf(log.join('\n'))).model))
  })

  it('leaves out the own pages of the few who use a system all day', async () => {
    const log = Array.from({ length: 3_000 }, (_, n) =>
      combined({
        atMs: BEGIN_MS + n * 1_000,
        address: `10.0.0.${n % 6}`,
        request: `GET /letters-to/${n % 6 === 0 ? 'rossi-carolina' : ''} HTTP/1.1`,
      }),
    )
    assertNobodyIn(writeTrafficModel((await lessonOf(log.join('\n'))).model))
  })

  it('leaves none of them from JSON lines', async () => {
    const log = seededLog(({ email, address, agent, name }, path, atMs) =>
      JSON.stringify({
        time: new Date(atMs).toISOString(),
        ip: address,
        user: email,
        method: 'GET',
        url: path,
        status: 200,
        agent,
        session: { owner: name },
      }),
    )
    assertNobodyIn(writeTrafficModel((await lessonOf(log)).model))
  })
})
