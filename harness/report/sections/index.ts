import type { Section } from '../html/section.ts'
import { acts } from './acts.ts'
import { checks } from './checks.ts'
import { environment } from './environment.ts'
import { findings } from './findings.ts'
import { timeline } from './timeline.ts'

/** The sections of report.html, in the order in which they are read. */
export const SECTIONS: readonly Section[] = [timeline, findings, acts, environment, checks]
