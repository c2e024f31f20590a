import { formatSeconds } from '../../model/duration.ts'
import { badge, h, number, table, wide } from '../html/markup.ts'
import type { Section } from '../html/section.ts'

/** Each act, how it ended and how long it took. */
export const acts: Section = {
  id: 'acts',
  title: 'Acts',
  render({ run }) {
    if (run.acts.length === 0) return null
    return [
      h(
        'p',
        'An act lasts longer than its steps: it ends with a whole block of traffic, and what is counted around the steps is part of it. The window counts from the begin of the first step to the end of the last.',
      ),
      wide(
        'Acts',
        table(
          ['act', 'status', 'time', 'seen'],
          run.acts.map(({ name, status, durationMs, summary }) => [
            name,
            badge(status),
            number(formatSeconds(durationMs)),
            summary,
          ]),
        ),
      ),
    ]
  },
}
