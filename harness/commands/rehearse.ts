import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { programme } from '../acts/index.ts'
import type { Scene } from '../acts/scene.ts'
import { exitCodeOf } from '../checks/judge.ts'
import { describe } from '../errors.ts'
import { Journal } from '../journal/journal.ts'
import { planRehearsal } from '../plan/plan-rehearsal.ts'
import { rehearse } from '../rehearse.ts'
import { readSpec } from '../spec/read.ts'
import { chooseRuntime, type RuntimeWish } from './rehearse/runtime.ts'
import { createRunFolder } from './rehearse/folder.ts'
import { listenForInterrupts } from './rehearse/interrupts.ts'
import { startedFact } from './rehearse/started.ts'
import { enterNamespace } from './rehearse/namespace.ts'

export interface RehearseOptions {
  /** Length of each steady act, in ms. */
  readonly actTime?: number
  readonly runtime: RuntimeWish
  readonly out?: string
  readonly seed?: number
  readonly json?: boolean
}
