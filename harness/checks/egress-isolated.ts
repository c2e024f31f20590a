import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'

export const egressIsolated: Check = {
  id: 'egress-isolated',
  gating: false,
  act: 'stage',
  asks: 'Was the staging copy kept from reaching anything outside?',
  why: 'A staging copy holds configuration that was made for production. Unless nothing in it can reach the outside, a rehearsal may charge cards and send mail.',
  remedy: 'Use the containers runtime, or allow unprivileged namespaces (unshare) for processes.',
  judge: onPlay(({ entries }) => {
    const egress = entriesOf(entries, 'stage.egress')
    return rule({
      findings: egress
        .filter(({ isolated }) => !isolated)
        .map(({ how, canary, seq }) => ({
          check: egressIsolated.id,
          severity: 'note',
          subject: 'network',
          summary: `egress not isolated: ${how}; canary: ${canary}`,
          remedy: egressIsolated.remedy,
          evidence: [seq],
        })),
      missing: egress.length > 0 ? [] : ['what the staging copy can reach was not tried'],
      settledBy: 'a rehearsal that reaches the end of stage',
      passed: egress.map(({ how, canary }) => `${how}; canary: ${canary}`).join('; '),
    })
  }),
}
