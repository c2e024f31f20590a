import type { Section } from '../html/section.ts'
import { acts } from './acts.ts'
import { timeline } from './timeline.ts'

/** The sections of report.html, in the order in which they are read. */
export const SECTIONS: readonly Section[] = [timeline, acts]
