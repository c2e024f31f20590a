import { writeFileSync } from 'node:fs'
import { CHECKS } from '../harness/checks/index.ts'
import { renderChecksPage } from '../harness/report/checks-page.ts'
import { SCANNERS } from '../harness/scanners/index.ts'

// docs/checks.md is written from the checks and scanners; test/report/checks-page.test.ts says when it has fallen behind.
writeFileSync(new URL('../docs/checks.md', import.meta.url), renderChecksPage(CHECKS, SCANNERS))
