import type { Section } from '../html/section.ts'
import { acts } from './acts.ts'

/** The sections of report.html, in the order in which they are read. */
export const SECTIONS: readonly Section[] = [acts]
