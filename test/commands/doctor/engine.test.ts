import { equal } from 'node:assert/strict'
import { composeSymptom, engineSymptom } from '../../../harness/commands/doctor/engine.ts'
import { namespaceRemedy } from '../../../harness/commands/doctor/processes.ts'

describe('doctor', () => {
  it('takes the API that rehearsals are tested with, and warns of an older one', () => {
    equal(engineSymptom('20.10.24', '1.41').state, 'ok')
    equal(engineSymptom('27.0', '1.46').state, 'ok')
    equal(engineSymptom('19.03', '1.40').state, 'weaker')
  })

  it('asks for no compose plugin, with an engine or without', () => {
    equal(composeSymptom(true).says, 'compose files are read as they are; no compose plugin is needed')
    equal(composeSymptom(false).state, 'weaker')
  })

  it('names the setting that forbids namespaces', () => {
    const only = (name: string, value: string) => (asked: string) => (asked === name ? value : null)
    equal(
      namespaceRemedy('linux', only('kernel/apparmor_restrict_unprivileged_userns', '1')),
      'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or rehearse with --runtime containers',
    )
    equal(
      namespaceRemedy('linux', only('user/max_user_namespaces', '0')),
      'sudo sysctl user.max_user_namespaces=15000, or rehearse with --runtime containers',
    )
    equal(
      namespaceRemedy('darwin', () => null),
      'rehearse with --runtime containers',
    )
  })
})
