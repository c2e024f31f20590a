import assert from 'node:assert/strict'
import { inWords, readableName } from '../../harness/model/catalog-difference.ts'

describe('a difference of the catalog in words', () => {
  it('says what is missing and what it was, without what goes without saying', () => {
    const missing = { object: 'column public.orders.note', change: 'missing', is: null } as const
    assert.equal(
      inWords({ ...missing, was: "text, not null, default ''::text, storage m" }),
      "orders.note: missing; was text, not null, default '', storage m",
    )
    assert.equal(
      inWords({ ...missing, was: "text, default 'a::b'::text" }),
      "orders.note: missing; was text, default 'a::b'",
    )
    assert.equal(
      inWords({ ...missing, was: "date, default '2026-01-01'::text::date" }),
      "orders.note: missing; was date, default '2026-01-01'::text::date",
    )
  })

  it('says what is new, and what is other than it was', () => {
    assert.equal(
      inWords({ object: 'index shop.x', change: 'added', was: null, is: 'btree (x)' }),
      'index shop.x: added; is btree (x)',
    )
    assert.equal(
      inWords({ object: 'column public.events.id', change: 'changed', was: 'integer', is: 'bigint' }),
      'events.id: is bigint; was integer',
    )
  })

  it('tells of a long definition from where it differs', () => {
    const body = (end: string) => `CREATE FUNCTION f() RETURNS int ${'-- long '.repeat(30)} AS 'SELECT ${end}'`
    assert.equal(
      inWords({ object: 'function public.f()', change: 'changed', was: body('1'), is: body('2') }),
      "function f(): is … 'SELECT 2'; was … 'SELECT 1'",
    )
  })

  it('calls objects as people do', () => {
    const names = [
      ['column public.orders.note', 'orders.note'],
      ['column shop.orders."odd.name"', 'shop.orders."odd.name"'],
      ['constraint public.orders.orders_total_sane', 'constraint orders_total_sane on orders'],
      ['constraint public.cents.positive', 'constraint positive on cents'],
      ['trigger public.orders."a.b"', 'trigger "a.b" on orders'],
      ['policy shop.orders.own', 'policy own on shop.orders'],
      ['index public.orders_placed', 'index orders_placed'],
      ['grants on table public.orders', 'grants on table orders'],
      ['comment on column public.orders.note', 'comment on column orders.note'],
      ['extension hstore', 'extension hstore'],
    ]
    for (const [object = '', name] of names) assert.equal(readableName(object), name)
  })
})
