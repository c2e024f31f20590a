import { k6Places } from '../../traffic/find.ts'
import type { Symptom } from './symptom.ts'

/** k6: a line per place where it is looked for, in order. */
export async function generator(): Promise<readonly Symptom[]> {
  const options = { env: process.env, progress: () => undefined, signal: AbortSignal.timeout(20_000) }
  const places = await k6Places(options)
  const installed = places.find(({ version }) => version !== null)
  const verdict: Symptom =
    installed === undefined
      ? {
          about: 'k6',
          state: 'weaker',
          says: 'none here yet: the first rehearsal fetches one',
          remedy:
            process.platform === 'darwin' ? 'brew install k6, or let it' : 'K6_BIN=/path/to/k6 names yours, or let it',
        }
      : { about: 'k6', state: 'ok', says: `${installed.version} from ${installed.place}` }
  const lines = places.map(({ place, says }): Symptom => ({ about: '', state: 'info', says: `${place}: ${says}` }))
  return [verdict, ...lines]
}
