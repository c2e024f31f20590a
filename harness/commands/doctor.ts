import { cacheFolder } from '../cache/cache.ts'
import { clock } from './doctor/clock.ts'
import { engine } from './doctor/engine.ts'
import { generator } from './doctor/generator.ts'
import { images } from './doctor/images.ts'
import { disk, load, memory, node, ports, temporaryDisk } from './doctor/machine.ts'
import { namespace, postgres } from './doctor/processes.ts'
import type { Symptom } from './doctor/symptom.ts'

/**
 * Says what this machine has and lacks for a rehearsal, each lack with what mends it; starts and installs nothing. Where
 * there is a spec, its images are looked for as well.
 *
 * Resolves to 0 where one of the two runtimes could rehearse, else to 2.
 */
export async function doctorCommand(
  spec: string,
  { json = false }: { readonly json?: boolean } = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const cache = cacheFolder()
  const found = await Promise.all([
    node(),
    generator(),
    engine(),
    images(spec, env),
    postgres(cache),
    namespace(),
    disk(cache),
    temporaryDisk(),
    memory(),
    load(),
    ports(),
    clock(),
  ])
  const symptoms = found.flat()
  const well = canRehearse(symptoms)
  process.stdout.write(json ? `${JSON.stringify({ ok: well, symptoms }, null, 2)}\n` : doctorText(symptoms))
  return well ? 0 : 2
}

/** Containers or processes will do; what stands for itself (Node, k6, room on the disk) must be there for both. */
export function canRehearse(symptoms: readonly Symptom[]): boolean {
  const lacking = symptoms.filter(({ state }) => state === 'missing').map(({ about }) => about)
  const runtimes = ['containers', 'postgres'].filter((about) => !lacking.includes(about))
  return runtimes.length > 0 && lacking.every((about) => about === 'containers' || about === 'postgres')
}

/** A line per symptom, its remedy below it, and one line that sums up. */
export function doctorText(symptoms: readonly Symptom[]): string {
  const width = Math.max(...symptoms.map(({ about }) => about.length))
  const lines = symptoms.flatMap(({ about, state, says, remedy }) => [
    `  ${about.padEnd(width)}  ${state.padEnd(7)}  ${says}`,
    ...(remedy === undefined ? [] : [`  ${' '.repeat(width)}           → ${remedy}`]),
  ])
  const ends = canRehearse(symptoms) ? 'this machine can rehearse' : 'this machine cannot rehearse yet'
  return `${lines.join('\n')}\n${ends}\n`
}
