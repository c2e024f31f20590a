import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { CHECKS } from '../../harness/checks/index.ts'
import { renderChecksPage } from '../../harness/report/checks-page.ts'
import { SCANNERS } from '../../harness/scanners/index.ts'

describe('docs/checks.md', () => {
  it('says what the checks and scanners say (write it with node scripts/checks-page.ts)', () => {
    const page = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8')
    assert.equal(page, renderChecksPage(CHECKS, SCANNERS))
  })
})
