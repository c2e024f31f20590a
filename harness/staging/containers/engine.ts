import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers'
import { describe, RehearsalError } from '../../errors.ts'

/** testcontainers' client for whichever engine it finds; its own reaper is never started, for `clean` does that work. */
export type Engine = ContainerRuntimeClient
export type Docker = Engine['container']['dockerode']
export type EngineContainer = ReturnType<Docker['getContainer']>
export type EngineNetwork = ReturnType<Docker['getNetwork']>
export type ContainerOptions = Parameters<Engine['container']['create']>[0]

/** The container engine of this machine. Rejects with what to do where none answers. */
export async function findEngine(): Promise<Engine> {
  try {
    return await getContainerRuntimeClient()
  } catch (error) {
    throw new RehearsalError(
      'engine-missing',
      `expected a container engine to answer, found none (${describe(error)})`,
      'start Docker, or rehearse with --runtime processes',
      error,
    )
  }
}
