import type { Section } from '../html/section.ts'
import { acts } from './acts.ts'
import { beforeAfter } from './before-after.ts'
import { checks } from './checks.ts'
import { cost } from './cost.ts'
import { environment } from './environment.ts'
import { fidelity } from './fidelity.ts'
import { findings } from './findings.ts'
import { migrations } from './migrations.ts'
import { partners } from './partners.ts'
import { rollbackProof } from './rollback-proof.ts'
import { timeline } from './timeline.ts'
import { traffic } from './traffic.ts'

/** The sections of report.html, in the order in which they are read. */
export const SECTIONS: readonly Section[] = [
  timeline,
  findings,
  beforeAfter,
  rollbackProof,
  migrations,
  partners,
  fidelity,
  traffic,
  acts,
  cost,
  environment,
  checks,
]
