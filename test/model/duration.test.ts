import { deepEqual, equal } from 'node:assert/strict'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatSeconds,
  parseDuration,
  parseRate,
} from '../../harness/model/duration.ts'

describe('durations, rates and sizes', () => {
  it('reads durations in four units', () => {
    deepEqual(['300ms', '5s', '2m', '1.5h'].map(parseDuration), [300, 5_000, 120_000, 5_400_000])
  })

  it('takes nothing else for a duration', () => {
    deepEqual(['', '5', '5 s', '-5s', 's', '5sec', '1e3s', '5s '].map(parseDuration), Array(8).fill(null))
  })

  it('takes no more than a century for one, whatever its unit', () => {
    deepEqual(['1000000h', '1000000.1h', '3600000000001ms', `${'9'.repeat(400)}h`].map(parseDuration), [
      3_600_000_000_000,
      null,
      null,
      null,
    ])
  })

  it('reads rates per second, minute and hour', () => {
    deepEqual(['20/s', '600/m', '1800/h', '0.5/s'].map(parseRate), [20, 10, 0.5, 0.5])
    deepEqual(['20', '/s', '20/ms', '20/d'].map(parseRate), Array(4).fill(null))
  })

  it('shows seconds with one decimal in tables', () => {
    deepEqual([310, 31_000, 245_040].map(formatSeconds), ['0.3 s', '31.0 s', '245.0 s'])
  })

  it('says durations in the unit that a reader would take', () => {
    const said = [0, 300, 1_667, 5_000, 59_949, 59_950, 60_000, 125_000, 3_600_000, 4_200_000].map(formatDuration)
    deepEqual(said, ['0 ms', '300 ms', '1.7 s', '5 s', '59.9 s', '1 min', '1 min', '2 min 5 s', '1 h', '1 h 10 min'])
  })

  it('says rates without superfluous digits', () => {
    deepEqual([20, 0.5, 1 / 3].map(formatRate), ['20/s', '0.5/s', '0.333/s'])
  })

  it('shortens counts and sizes, and never says 1000 of a unit', () => {
    deepEqual([0, 812, 999.6, 12_500, 999_600, 1_200_000].map(formatCount), [
      '0',
      '812',
      '1.0 k',
      '12.5 k',
      '1.0 M',
      '1.2 M',
    ])
    deepEqual([0, 812, 412_000_000, 1_100_000_000].map(formatBytes), ['0 B', '812 B', '412 MB', '1.1 GB'])
    equal(formatBytes(5e15), '5000 TB')
  })
})
