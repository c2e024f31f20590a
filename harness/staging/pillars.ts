/** Who ended before its time, and how. */
export interface Fall {
  readonly who: string
  readonly why: string
}

/** What holds the stage up: the database and the front. */
export interface Pillars {
  /** Resolves with the first that ends while it stands. */
  readonly fallen: Promise<Fall>
  /** From now on it must not end; whoever stood under that name before may. */
  stand(who: string, ended: Promise<string>): void
  /** It may end, until another stands in its place. */
  leave(who: string): void
  /** It is gone, and nobody will stand in its place. */
  fell(fall: Fall): void
}

export function raisePillars(): Pillars {
  const { promise, resolve } = Promise.withResolvers<Fall>()
  const standing = new Map<string, Promise<string>>()
  return {
    fallen: promise,
    stand(who, ended) {
      standing.set(who, ended)
      void ended.then((why) => {
        if (standing.get(who) === ended) resolve({ who, why })
      })
    },
    leave: (who) => void standing.delete(who),
    fell: resolve,
  }
}
