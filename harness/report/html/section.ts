import type { Judgement } from '../../checks/judgement.ts'
import type { Entry } from '../../model/evidence.ts'
import type { Timeline } from '../../model/timeline.ts'
import type { RunFacts } from '../run.ts'
import type { PageAssets } from './assets.ts'
import type { Markup } from './markup.ts'

/** All that a section is drawn from. */
export interface Seen {
  readonly entries: readonly Entry[]
  readonly judgement: Judgement
  readonly run: RunFacts
  /** Requests over time; null where the run left none. */
  readonly timeline: Timeline | null
  /** What the page carries for the browser; absent, it is a page without script. */
  readonly assets?: PageAssets
}

/** One part of report.html, in a file of its own. */
export interface Section {
  /** Its anchor, kebab-case. */
  readonly id: string
  readonly title: string
  /** Its markup below the heading; null where the journal has nothing for it, and then there is no heading either. */
  readonly render: (seen: Seen) => readonly Markup[] | null
  /** CSS of its own; colours are the custom properties of html/palette.ts. The page forbids `style` attributes. */
  readonly style?: string
}
