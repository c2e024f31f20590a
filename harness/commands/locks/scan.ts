import type { Script } from '../../migrator/layouts/layout.ts'
import type { Company } from './examine-all.ts'

/** What the text of a script makes one expect, which its trace then confirms or refutes. */
export async function scan(_script: Script, _migration: number, _company: Company): Promise<void> {
  // The scanners are on their way.
}
