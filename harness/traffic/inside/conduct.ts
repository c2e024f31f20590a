import exec from 'k6/execution'
import { Counter } from 'k6/metrics'
import ws from 'k6/ws'

const TICK_MS = 250

const ticks = new Counter('fulldress_tick')

/**
 * Ends the run from inside when the harness says so, or when the harness is gone. Its ticks are the water mark of the
 * stream of samples. A web socket, because an HTTP poll would add its samples to what the scripts' thresholds judge.
 */
export function conduct(control: string): void {
  const response = ws.connect(control, {}, (socket) => {
    socket.on('open', () => socket.setInterval(() => ticks.add(1), TICK_MS))
    socket.on('message', () => exec.test.abort('fulldress: the rehearsal is over'))
    socket.on('close', () => exec.test.abort('fulldress: the harness is gone'))
  })
  exec.test.abort(`fulldress: the harness does not answer (${response?.status ?? 'no response'})`)
}
