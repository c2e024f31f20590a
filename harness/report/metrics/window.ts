import { type WindowSeen, windowOf } from '../../checks/window.ts'
import type { Entry } from '../../model/evidence.ts'
import { gauge, type Metric } from './exposition.ts'

/** The window by measured times; a figure that is not known is absent. */
export function windowMetrics(entries: readonly Entry[]): readonly Metric[] {
  const window = windowOf(entries)
  return window === null ? [] : figures(window)
}

function figures({ parts, plannedMs, bufferMs, declared, decideByMs }: WindowSeen): readonly Metric[] {
  const one = (ms: number | null | undefined) => (ms == null ? [] : [{ labels: {}, value: ms / 1_000 }])
  return [
    gauge(
      'fulldress_window_part_seconds',
      'How long a part of the change takes: measured, or the upper end of what is predicted.',
      parts.flatMap(({ name, takes }) =>
        takes === null ? [] : [{ labels: { part: name }, value: takes.highMs / 1_000 }],
      ),
    ),
    gauge('fulldress_window_buffer_seconds', 'What is kept free of the window.', one(bufferMs)),
    gauge('fulldress_window_planned_seconds', 'The window to plan: all parts and the buffer.', one(plannedMs)),
    gauge('fulldress_window_declared_seconds', 'The window that the spec declares.', one(declared?.durationMs)),
    gauge('fulldress_window_decide_by_seconds', 'By when after its start to decide to go back.', one(decideByMs)),
  ]
}
