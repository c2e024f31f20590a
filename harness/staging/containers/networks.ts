import type { Engine, EngineNetwork } from './engine.ts'

export interface Networks {
  /** Services, database and stand-ins: no way out, and no way to this machine. */
  readonly inner: { readonly id: string; readonly name: string }
  /** The front's second leg, whose published ports are on the run's own loopback address only. */
  readonly outer: { readonly id: string; readonly name: string }
  remove(): Promise<void>
}

/** Creates a run's two networks. */
export async function createNetworks(
  engine: Engine,
  { id, ip, labels }: { readonly id: string; readonly ip: string; readonly labels: Record<string, string> },
): Promise<Networks> {
  const inner = `fulldress-${id}-inner`
  const outer = `fulldress-${id}-outer`
  const common = { Driver: 'bridge', CheckDuplicate: true, Labels: labels }
  const outcomes = await Promise.allSettled([
    engine.network.create({
      ...common,
      Name: inner,
      Internal: true,
      // Without an address of the host on the bridge there is no gateway to talk to, either.
      Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    }),
    engine.network.create({
      ...common,
      Name: outer,
      Options: { 'com.docker.network.bridge.host_binding_ipv4': ip },
    }),
  ])
  const created = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value)
  const remove = async () => void (await Promise.all(created.map(removeNetwork)))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) {
    await remove()
    throw failed.reason
  }
  const [first, second] = created
  return { inner: { id: first?.id ?? '', name: inner }, outer: { id: second?.id ?? '', name: outer }, remove }
}

async function removeNetwork(network: EngineNetwork): Promise<void> {
  await network.remove().catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 404) throw error
  })
}
