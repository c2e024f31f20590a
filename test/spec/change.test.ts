import { deepEqual } from 'node:assert/strict'
import { MINIMAL, specFolder } from './folder.ts'

async function read(change: string) {
  using folder = specFolder(`${MINIMAL}change: ${change}\n`)
  return (await folder.read()).change
}

async function complaints(change: string): Promise<readonly string[]> {
  using folder = specFolder(`${MINIMAL}change: ${change}\n`)
  return await folder.complaints()
}

describe('the change of a spec', () => {
  it('is none where nothing is said', async () => {
    using folder = specFolder(MINIMAL)
    deepEqual((await folder.read()).change, null)
  })

  it('has a window of a length, and a third as buffer unless said', async () => {
    deepEqual(await read('{ window: 2h, owner: payments team }'), {
      window: { durationMs: 7_200_000, from: null, to: null },
      buffer: { share: 1 / 3 },
      soakMs: null,
      owner: 'payments team',
      contact: null,
    })
  })

  it('has a window from one moment to another, in UTC whatever the offset', async () => {
    const window = 'window: { from: 2026-11-26T23:00+01:00, to: 2026-11-27T00:30:00Z }'
    deepEqual(await read(`{ ${window}, buffer: 20m, soak: 15m, contact: "#ops" }`), {
      window: { durationMs: 9_000_000, from: '2026-11-26T22:00:00.000Z', to: '2026-11-27T00:30:00.000Z' },
      buffer: { durationMs: 1_200_000 },
      soakMs: 900_000,
      owner: null,
      contact: '#ops',
    })
  })

  it('asks for moments with an offset that the calendar has', async () => {
    deepEqual(await complaints('{ window: { from: 2026-11-26 22:00, to: 2026-02-30T10:00Z } }'), [
      '6:27  change.window.from: expected a moment with its offset, such as 2026-11-26T22:00Z or 2026-11-26T23:00+01:00, found "2026-11-26 22:00"',
      '6:49  change.window.to: expected a day that the calendar has, found "2026-02-30T10:00Z"',
    ])
  })

  it('refuses a window that ends before it begins', async () => {
    deepEqual(await complaints('{ window: { from: 2026-11-26T22:00Z, to: 2026-11-26T22:00Z } }'), [
      '6:50  change.window.to: expected a moment after from (2026-11-26T22:00Z), found "2026-11-26T22:00Z"',
    ])
  })

  it('refuses a buffer that fills the window, and one that is neither share nor duration', async () => {
    deepEqual(await complaints('{ window: 30m, buffer: 30m }'), [
      '6:32  change.buffer: expected less than the window (30m), found "30m"',
    ])
    deepEqual(await complaints('{ buffer: 2 }'), [
      '6:19  change.buffer: expected a share from 0 to 1 or a duration such as 300ms, 5s, 2m or 1h, found 2',
    ])
  })

  it('refuses a window that no calendar holds', async () => {
    deepEqual(await complaints('{ window: 9000000h }'), [
      '6:19  change.window: expected a duration of at most 1000000h or a map, found "9000000h"',
    ])
  })

  it('knows no other key', async () => {
    deepEqual(await complaints('{ windw: 1h }'), [
      '6:11  change.windw: expected one of window, buffer, soak, owner, contact, found windw (did you mean window?)',
    ])
  })
})
