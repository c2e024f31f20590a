import type { Form } from '../form.ts'
import { ALTER_TABLE } from './alter-table.ts'
import { CONSTRAINTS } from './constraints.ts'
import { INDEXES } from './indexes.ts'
import { OBJECTS } from './objects.ts'
import { PARTITIONS } from './partitions.ts'
import { ROWS } from './rows.ts'

/** Every form that a transaction allows. */
export const FORMS: readonly Form[] = [...ALTER_TABLE, ...CONSTRAINTS, ...PARTITIONS, ...INDEXES, ...OBJECTS, ...ROWS]
