import { formatSeconds } from '../../model/duration.ts'
import { badge, number, table, wide } from '../html/markup.ts'
import type { Section } from '../html/section.ts'

/** Each act, how it ended and how long it took. */
export const acts: Section = {
  id: 'acts',
  title: 'Acts',
  render({ run }) {
    if (run.acts.length === 0) return null
    return [
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
