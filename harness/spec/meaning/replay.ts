import { isThere, members, under } from '../part.ts'
import type { Bench } from './judge.ts'

const OF_A_MODEL = ['window', 'factor', 'journeys', 'replay']

/** There is traffic: scenarios, a model, or both. */
export function trafficIsSent({ spec, complain }: Bench): void {
  const traffic = under(spec, 'traffic')
  const scenarios = under(traffic, 'scenarios')
  if (!isThere(traffic) || isThere(under(traffic, 'model')) || members(scenarios).length > 0) return
  complain(scenarios, 'at least one scenario, or a model')
}

/** What is said of a replay has a model to replay, and an address to send it to. */
export function modelCanBeReplayed({ spec, complain }: Bench): void {
  const traffic = under(spec, 'traffic')
  if (!isThere(under(traffic, 'model'))) {
    for (const key of OF_A_MODEL) {
      if (isThere(under(traffic, key))) complain(under(traffic, key), 'a model that it is said of')
    }
    return
  }
  const environment = under(traffic, 'environment')
  const base = under(environment, 'BASE_URL')
  if (!isThere(base) && !isThere(under(traffic, 'replay'))) {
    complain(
      isThere(environment) ? base : environment,
      `BASE_URL, the address that the paths of the model follow, such as "\${service.NAME.url}"`,
    )
  }
}
