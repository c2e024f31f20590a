import { readFileSync } from 'node:fs'
import { describe, RehearsalError } from '../../errors.ts'
import type { ProductionProfile } from './profile.ts'

/** Reads a file that `fulldress profile` wrote; rejects one that it did not write. */
export function readProfile(file: string): ProductionProfile {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw unreadable(file, describe(error))
  }
  if (!isProfile(value)) throw unreadable(file, 'something else')
  return value
}

function isProfile(value: unknown): value is ProductionProfile {
  if (typeof value !== 'object' || value === null) return false
  const { fulldressProfile, tables, roleSettings, transactions, settings } = value as Partial<ProductionProfile>
  return (
    fulldressProfile === 1 &&
    Array.isArray(tables) &&
    Array.isArray(roleSettings) &&
    typeof transactions === 'object' &&
    typeof settings === 'object'
  )
}

function unreadable(file: string, found: string): RehearsalError {
  return new RehearsalError(
    'file-missing',
    `expected ${file} to be a profile of production, found ${found}`,
    'write one with `fulldress profile --database postgresql://…`',
  )
}
