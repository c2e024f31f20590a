import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onStairs, type Stairway } from './stairs/stairway.ts'
import { few } from './wording.ts'

export const columnOrderChanged: Check = {
  id: 'column-order-changed',
  gating: false,
  asks: 'Do the columns stand in their old order after every way down?',
  why: 'A column that was dropped and added again stands last, which nobody can help. Whatever names its columns does not notice; SELECT *, COPY and INSERT without a list of columns do.',
  remedy: 'Have the application name its columns, in COPY and INSERT too.',
  judge: onStairs({ findings, passed: 'columns stand in their old order after each way down' }),
}

function findings({ stairs }: Stairway): readonly Finding[] {
  return stairs
    .filter(({ columnOrder, schema }) => columnOrder.length > 0 && schema.length === 0)
    .map(({ subject, columnOrder, seq }) => ({
      check: columnOrderChanged.id,
      severity: 'note',
      subject,
      summary: `puts the columns of ${few(columnOrder)} in another order than before`,
      remedy: columnOrderChanged.remedy,
      evidence: [seq],
    }))
}
