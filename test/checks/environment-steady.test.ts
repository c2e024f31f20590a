import { environmentSteady } from '../../harness/checks/environment-steady.ts'
import { alarmed, bareRun, comparedRun } from './compared.ts'
import { assertPassed, assertUnknown } from './expect.ts'
import { journal } from './journal.ts'

describe('environment-steady', () => {
  it('passes where odd and even blocks of the baseline agree, or were too few to ask', () => {
    assertPassed(environmentSteady.judge(journal(...comparedRun())), 'odd and even blocks of the baseline agree')
    const quiet = alarmed('restored').oddEven
    const controls = { oddEven: { ...quiet, ran: false, because: 'four blocks are too few' }, restored: quiet }
    assertPassed(environmentSteady.judge(journal(...comparedRun({ controls }))), 'not asked: four blocks are too few')
  })

  it('does not know what to make of a machine on which nothing changes and yet something differs', () => {
    assertUnknown(
      environmentSteady.judge(journal(...comparedRun({ controls: alarmed('oddEven') }))),
      'blocks of the baseline differ among themselves: GET /home p95 20 → 31 ms (adjusted p 0.004). Settled by a rehearsal on a machine that does nothing else.',
    )
  })

  it('does not know where nothing was compared', () => {
    assertUnknown(
      environmentSteady.judge(journal(...bareRun())),
      'before was not compared with after. Settled by a rehearsal whose steady acts all see traffic.',
    )
  })
})
