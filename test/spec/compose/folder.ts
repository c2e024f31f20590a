import { type SpecFolder, specFolder } from '../folder.ts'

/** A spec whose stage is a compose file, in a folder of its own with the files that it names. */
export function composed(
  compose: string,
  { stage = '', files = {} }: { readonly stage?: string; readonly files?: Readonly<Record<string, string>> } = {},
): SpecFolder {
  const spec = `rehearsal: composed
stage:
  compose: compose.yaml
${stage}
traffic: { scenarios: { all: { script: scenario.ts, rate: 1/s } } }
upgrade: { steps: [] }
`
  return specFolder(spec, { 'scenario.ts': '', 'compose.yaml': compose, ...files })
}
