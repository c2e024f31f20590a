import assert from 'node:assert/strict'
import { currentOwner, formatOwner, OWNER_VARIABLE } from '../../../harness/process/owner.ts'
import type { ProcessStat } from '../../../harness/process/proc.ts'
import { oursAmong, ticksBetween } from '../../../harness/staging/machine/our-ticks.ts'

const OWN = 100

function one(pid: number, parent: number, name: string, ticks = 2 ** (pid % 32)): ProcessStat {
  return { pid, parent, name, ticks, state: 'S', group: pid, started: '1' }
}

type Shows = Readonly<Record<number, { environ?: string; cgroup?: string }>>

function ours(all: readonly ProcessStat[], shows: Shows = {}) {
  return oursAmong([one(1, 0, 'init', 0), one(OWN, 1, 'node', 1), ...all], OWN, (pid, what) => shows[pid]?.[what] ?? '')
}

/** All that is counted, from nothing on. */
function sum(all: readonly ProcessStat[], shows: Shows = {}) {
  const { containers, ...to } = ours(all, shows)
  return { ticks: ticksBetween({ processes: new Map(), containers }, { ...to, containers }), containers }
}

describe('CPU time that counts as the rehearsal’s own', () => {
  it('is that of whoever descends from it, and no neighbour’s', () => {
    const child = one(101, OWN, 'k6', 10)
    const grandchild = one(102, 101, 'helper', 100)
    assert.equal(sum([child, grandchild, one(200, 1, 'stress', 1_000)]).ticks, 111)
  })

  it('is that of orphans with its mark, and of nobody with another run’s', () => {
    const mark = `${OWNER_VARIABLE}=${formatOwner(currentOwner())}`
    const shows = {
      201: { environ: `A=1\0${mark}\0B=2` },
      202: { environ: `${OWNER_VARIABLE}=1|2|boot|elsewhere` },
      203: { environ: `NOT_${mark}` },
    }
    assert.equal(sum([one(201, 1, 'web', 10), one(202, 1, 'web', 100), one(203, 1, 'web', 1_000)], shows).ticks, 11)
  })

  it('is that of servers and engines, with their children, and of the kernel’s threads', () => {
    const servants = [one(300, 1, 'postgres', 10), one(301, 1, 'dockerd', 100), one(302, 301, 'docker-proxy', 1_000)]
    assert.equal(sum([...servants, one(2, 0, 'kthreadd', 0), one(20, 2, 'kworker/0:1', 10_000)]).ticks, 11_111)
  })

  it('is that of any container but the one it is in itself', () => {
    const home = '0::/docker/aa\n'
    const shows = {
      [OWN]: { cgroup: home },
      400: { cgroup: home },
      401: { cgroup: '0::/system.slice/docker-bb.scope\n' },
    }
    assert.deepEqual(sum([one(400, 1, 'stress', 10), one(401, 1, 'node', 100)], shows), {
      ticks: 101,
      containers: true,
    })
    assert.equal(sum([one(400, 1, 'stress', 10)], shows).containers, false)
  })
})

describe('CPU time between two moments', () => {
  it('has that of children that ended meanwhile, but not what they used before', () => {
    const [server, session] = [one(300, 1, 'postgres', 100), one(301, 300, 'postgres', 5_000)]
    const later = [one(300, 1, 'postgres', 100 + 20 + 5_000 + 7)]
    assert.equal(ticksBetween(ours([server, session]), ours(later)), 27)
  })

  it('is not less for a container that went, nor for a pid that was given out again', () => {
    const shows = { 401: { cgroup: '/docker/bb' } }
    const gone = ours([one(401, 1, 'python', 90_000), one(101, OWN, 'k6', 10)], shows)
    assert.equal(ticksBetween(gone, ours([one(101, OWN, 'k6', 60)])), 50)
    const again = { ...one(101, OWN, 'k6', 4), started: '2' }
    assert.equal(ticksBetween(ours([one(101, OWN, 'k6', 10)]), ours([again])), 4)
  })
})
