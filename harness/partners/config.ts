import { readFileSync } from 'node:fs'
import type { PartnerRoute } from '../model/stage.ts'

/** What a stand-in is started with: `node serve.ts <file with this as JSON>`. */
export interface PartnerConfig {
  readonly name: string
  /** The one address it listens on: `127.0.0.1`, or `0.0.0.0` inside a container. */
  readonly host: string
  readonly port: number
  readonly routes: readonly PartnerRoute[]
  readonly seed: number
  /** Calls are appended here, one JSON line each (partners/call.ts). */
  readonly callsFile: string
}

export function readConfig(file: string): PartnerConfig {
  return JSON.parse(readFileSync(file, 'utf8')) as PartnerConfig
}
