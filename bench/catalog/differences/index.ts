import { COLUMNS } from './columns.ts'
import type { DifferencesOf } from './difference.ts'
import { PROGRAMS } from './programs.ts'
import { RELATIONS } from './relations.ts'
import { RIGHTS } from './rights.ts'
import { SURROUNDINGS } from './surroundings.ts'
import { TYPES } from './types.ts'

/** Single differences over every kind of object, each with the object that it must be told of. */
export const DIFFERENCES: DifferencesOf = [...RELATIONS, ...COLUMNS, ...PROGRAMS, ...TYPES, ...RIGHTS, ...SURROUNDINGS]
