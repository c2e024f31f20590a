import assert from 'node:assert/strict'
import { combined, endpoint, endpointsOf, lessonOf } from './lesson.ts'

/** Requests of five visitors each. */
function shared(...paths: readonly string[]): string {
  return paths
    .flatMap((path) =>
      Array.from({ length: 5 }, (_, n) => combined({ request: `GET ${path} HTTP/1.1`, user: `u${n}` })),
    )
    .join('\n')
}

describe('a path in an access log', () => {
  const cases: readonly (readonly [path: string, endpoint: string])[] = [
    ['/', 'GET /'],
    ['/orders/42?x=1', 'GET /orders/:id'],
    ['/orders/42/', 'GET /orders/:id'],
    ['//orders//42', 'GET /orders/:id'],
    ['/a/7d444840-9dc0-11d1-b245-5ffdce74fad2/b/7', 'GET /a/:id/b/:id2'],
    ['/blobs/9f86d081884c7d659a2feaa0c55ad015', 'GET /blobs/:id'],
    ['/days/2026-11-21', 'GET /days/:date'],
    ['/static/app.3f2a9bc1.js', 'GET /static/:file'],
    ['/v2/features', 'GET /v2/features'],
    ['/api/v1.1/oauth2/token', 'GET /api/v1.1/oauth2/token'],
    ['/mail/alice@example.org', 'GET /mail/:email'],
    ['/mail/alice%40example.org', 'GET /mail/:email'],
    ['/caf%C3%A9/menu', 'GET /:slug/menu'],
    ['/cart;jsessionid=8F2A6A7C', 'GET /cart'],
    ['/session/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc', 'GET /session/:slug'],
    ['http://shop.example:8080/orders/42#top', 'GET /orders/:id'],
    ['/index.php', 'GET /index.php'],
    ['/users/alice', 'GET /users/:slug'],
    ['/users/me', 'GET /users/me'],
    ['/~alice', 'GET /:slug'],
  ]
  for (const [path, name] of cases) {
    it(`${path} is the endpoint ${name}`, async () => assert.deepEqual(await endpointsOf(shared(path)), [name]))
  }

  it('has a word that only two visitors ever used as a value, and one that three used as itself', async () => {
    const line = (path: string, visitor: string) => combined({ request: `GET ${path} HTTP/1.1`, user: visitor })
    const two = ['a', 'b', 'a', 'b', 'a'].map((visitor) => line('/falcon/jane', visitor))
    const three = ['a', 'b', 'c'].map((visitor) => line('/falcon', visitor))
    assert.deepEqual(await endpointsOf([...two, ...three].join('\n')), ['GET /falcon/:slug', 'GET /falcon'])
    assert.deepEqual(await endpointsOf([...two, ...three].join('\n'), { visitors: 1 }), [
      'GET /falcon/jane',
      'GET /falcon',
    ])
  })

  it('keeps its words where nothing tells visitors apart, if there are more requests than one person sends', async () => {
    const paths = [...Array.from({ length: 90 }, () => '/falcon'), ...Array.from({ length: 80 }, () => '/kestrel')]
    const log = paths.map((path) => combined({ request: `GET ${path} HTTP/1.1` }))
    assert.deepEqual(await endpointsOf(log.join('\n')), ['GET /falcon', 'GET /:slug'])
  })

  it('keeps its words where nine addresses used them, and nine agents where the log has as many', async () => {
    const log = (agents: number) =>
      Array.from({ length: 60 }, (_, n) => [
        combined({ address: `192.0.2.${n}`, agent: `Browser/${n % 12}`, request: 'GET / HTTP/1.1' }),
        combined({ address: `192.0.2.${n % 9}`, agent: `Browser/${n % agents}`, request: 'GET /falcon HTTP/1.1' }),
      ]).flat()
    assert.deepEqual(await endpointsOf(log(9).join('\n')), ['GET /', 'GET /falcon'])
    assert.deepEqual(await endpointsOf(log(8).join('\n')), ['GET /', 'GET /:slug'])
  })

  it('has values where there are too many siblings, even if they were words to everybody', async () => {
    const paths = Array.from(
      { length: 60 },
      (_, n) => `/blog/${'abcdefgh'[n % 8]}${'ijklmnopq'[Math.floor(n / 8)]}-post`,
    )
    const lesson = await lessonOf(shared(...paths, '/blog/search'))
    assert.deepEqual(
      lesson.model.endpoints.map(({ name }) => name),
      ['GET /blog/:slug', 'GET /blog/search'],
    )
    assert.equal(endpoint(lesson, 'GET /blog/:slug').requests, 300)
    const [parameter] = endpoint(lesson, 'GET /blog/:slug').parameters
    assert.ok(Math.abs((parameter?.cardinality ?? 0) - 60) <= 2)
  })

  it('has values where five words are alike and no plurals, unless the user keeps them', async () => {
    const families = shared(
      ...['smith', 'okafor', 'garcia', 'jones', 'haddad', 'silva'].map((name) => `/directory/${name}`),
    )
    const resources = shared(...['gizmos', 'sprockets', 'widgets', 'segments', 'context'].map((name) => `/api/${name}`))
    assert.deepEqual(await endpointsOf(families), ['GET /directory/:slug'])
    assert.deepEqual(await endpointsOf(families, { keep: ['smith', 'directory'] }), [
      'GET /directory/:slug',
      'GET /directory/smith',
    ])
    assert.equal((await endpointsOf(resources)).length, 5)
  })

  it('is left out where the server never had it', async () => {
    const probe = Array.from({ length: 9 }, (_, n) =>
      combined({ request: 'GET /wp-login.php HTTP/1.1', status: 404, address: `192.0.2.${n}` }),
    )
    const { model } = await lessonOf([shared('/orders'), ...probe].join('\n'))
    assert.deepEqual(
      model.endpoints.map(({ name }) => name),
      ['GET /orders'],
    )
    assert.deepEqual(model.learned.leftOut, { endpoints: 1, requests: 9 })
  })

  it('has as many values as were seen, within some percent', async () => {
    for (const values of [10, 1_000, 30_000]) {
      const log = Array.from({ length: values * 2 }, (_, n) =>
        combined({ request: `GET /orders/${n % values} HTTP/1.1` }),
      )
      const [parameter] = endpoint(await lessonOf(log.join('\n')), 'GET /orders/:id').parameters
      assert.ok(
        Math.abs((parameter?.cardinality ?? 0) / values - 1) < 0.07,
        `${values} taken for ${parameter?.cardinality}`,
      )
    }
  })

  it('takes no more memory than there is, whatever is asked for', async () => {
    const log = Array.from({ length: 60_000 }, (_, n) =>
      combined({
        request: `GET /w${'abcdefghij'[n % 10]}x/${n.toString(26).replace(/\d/g, 'q')}/k${'abcdefghijklmn'[n % 14]}z HTTP/1.1`,
        user: `u${n % 5}`,
      }),
    )
    const names = await endpointsOf(log.join('\n'))
    assert.ok(names.length <= 200, `${names.length} endpoints`)
  })

  it('needs a body where it is written to, and the body stays open', async () => {
    const log = ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => combined({ request: `${method} /orders HTTP/1.1` }))
    const { model } = await lessonOf(log.join('\n'))
    assert.deepEqual(
      model.endpoints.map(({ method, needsBody, body }) => [method, needsBody, body]),
      [
        ['DELETE', false, null],
        ['PATCH', true, null],
        ['POST', true, null],
        ['PUT', true, null],
      ],
    )
  })
})
