import assert from 'node:assert/strict'
import { draw, drawBetween, drawValue } from '../../scenarios/lib/draw.ts'
import { type Filling, fillTemplate } from '../../scenarios/lib/template.ts'

const filling: Filling = {
  unique: () => 'u-1',
  between: (first, last) => first + last,
  parameter: (name) => (name === 'id' ? '42' : undefined),
  variable: (name) => (name === 'TOKEN' ? 'secret' : undefined),
}

describe('templates of a model', () => {
  it('are filled in every text, at any depth, and left alone elsewhere', () => {
    const body = { reference: 'order-{{unique}}', lines: [{ sku: '{{ id }}', count: 2 }], gift: null }
    assert.deepEqual(fillTemplate(body, filling), {
      reference: 'order-u-1',
      lines: [{ sku: '42', count: 2 }],
      gift: null,
    })
    assert.equal(fillTemplate('Bearer {{env.TOKEN}}', filling), 'Bearer secret')
  })

  it('become a number where a text is nothing but a range', () => {
    assert.deepEqual(fillTemplate({ amount: '{{1..9}}', note: 'about {{1..9}}' }, filling), {
      amount: 10,
      note: 'about 10',
    })
  })

  it('are not sent half filled', () => {
    assert.throws(() => fillTemplate('{{customer}}', filling), new Error('nothing fills {{customer}}'))
    assert.throws(() => fillTemplate('{{env.NOBODY}}', filling), new Error('nothing fills {{env.NOBODY}}'))
  })
})

describe('what is drawn for a request', () => {
  const place = { seed: 7, turn: 3, step: 0 }
  const parameter = { name: 'id', listed: false, first: 1, count: 1000, used: 10 }
  const turns = Array.from({ length: 2000 }, (_, turn) => ({ ...place, turn }))

  it('is the same at the same place, and spread evenly over all places', () => {
    assert.equal(draw(place, 'id'), draw(place, 'id'))
    const mean = turns.reduce((sum, one) => sum + draw(one, 'id'), 0) / turns.length
    assert.ok(Math.abs(mean - 0.5) < 0.03, `mean ${mean}`)
    const drawn = new Set(turns.map((one) => drawBetween(one, 'amount', 5, 7)))
    assert.deepEqual(drawn, new Set([5, 6, 7]))
  })

  it('is as many different values as the model saw, over the whole range', () => {
    const values = new Set(turns.map((one) => Number(drawValue(one, parameter, []))))
    assert.equal(values.size, 10)
    assert.ok(Math.min(...values) >= 1 && Math.max(...values) <= 1000 && Math.max(...values) > 900)
  })

  it('is one of the listed texts where the model lists them', () => {
    const listed = { ...parameter, listed: true, first: 1, count: 2, used: 2 }
    const values = new Set(turns.map((one) => drawValue(one, listed, ['other', 'one', 'two', 'other'])))
    assert.deepEqual(values, new Set(['one', 'two']))
  })
})
