import type { DatabaseAddress } from '../model/stage.ts'
import { connect, type Session } from './session.ts'

export type Desk = Pick<Session, 'query' | 'run'> & AsyncDisposable

/**
 * A session for several who ask at the same time: the driver takes one statement after another. A migration may end all
 * sessions of the server; then the desk opens another one and asks again.
 */
export async function openDesk(server: DatabaseAddress): Promise<Desk> {
  let session = await connect(server, 'fulldress')
  let lost = watch(session)
  const reopen = async () => {
    await session[Symbol.asyncDispose]()
    session = await connect(server, 'fulldress')
    lost = watch(session)
  }
  const ask = async <T>(work: (on: Session) => Promise<T>): Promise<T> => {
    if (lost.already) await reopen()
    try {
      return await work(session)
    } catch (error) {
      if (!(await lost.soon())) throw error
      await reopen()
      return await work(session)
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  const turn = <T>(work: (on: Session) => Promise<T>): Promise<T> => {
    const own = last.then(() => ask(work))
    last = own.catch(() => undefined)
    return own
  }
  return {
    query: (text, values, name) => turn((on) => on.query(text, values, name)),
    run: (text) => turn((on) => on.run(text)),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

/** The server's error comes before the end of the connection, by a moment. */
const MOMENT_MS = 50

function watch({ lost }: Session) {
  const seen = { already: false, soon: () => Promise.race([lost.then(() => true), moment()]) }
  void lost.then(() => {
    seen.already = true
  })
  return seen
}

function moment(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(resolve, MOMENT_MS, false))
}
