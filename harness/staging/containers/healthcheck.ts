import { ImageName } from 'testcontainers'
import { describe } from '../../errors.ts'
import type { ContainerDescription, HealthcheckDescription } from '../../model/container.ts'
import type { Player } from '../ground.ts'
import type { StartedContainer } from './container.ts'
import type { ContainerStage } from './stage.ts'

const NANOSECONDS = 1e6

/** How to ask a container for its health, by the check of the compose file or else by its image's; undefined for neither. */
export async function inquiryOf(
  stage: ContainerStage,
  container: StartedContainer,
  { image, healthcheck }: Pick<ContainerDescription, 'healthcheck'> & { readonly image: string | undefined },
): Promise<Player['trouble']> {
  if (healthcheck === 'none') return undefined
  const check = healthcheck ?? (await imageCheck(stage, image ?? ''))
  if (check === null) return undefined
  return async () => {
    try {
      const exitCode = await container.ask(check.test, check.timeoutMs)
      if (exitCode === 0) return null
      return exitCode === null ? 'no answer of its health check' : `its health check exits with ${exitCode}`
    } catch (error) {
      // It may have ended a moment ago; whoever waits for it is told so.
      return describe(error)
    }
  }
}

async function imageCheck({ engine }: ContainerStage, image: string): Promise<HealthcheckDescription | null> {
  const { Config } = await engine.image.inspect(ImageName.fromString(image))
  const { Test: [kind, ...words] = [], Timeout = 0 } = Config.Healthcheck ?? {}
  if (kind !== 'CMD' && kind !== 'CMD-SHELL') return null
  const test = kind === 'CMD' ? words : ['/bin/sh', '-c', words.join(' ')]
  return { test, timeoutMs: Timeout / NANOSECONDS || 30_000, patienceMs: 0 }
}
