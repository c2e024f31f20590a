import type { DatabaseAddress } from '../../model/stage.ts'
import { createLookout, type Lookout } from './lookout.ts'

/** A lookout per database that clients are connected to. */
export interface Lookouts {
  enter(database: string): Lookout
  /** The last to leave a database takes the lookout along, so that the database can be dropped. */
  leave(database: string): Promise<void>
  /** No session of ours is in any database any more, until one is needed. */
  withdrawAll(): Promise<void>
}

export function createLookouts(server: DatabaseAddress): Lookouts {
  const posts = new Map<string, { readonly lookout: Lookout; clients: number }>()
  return {
    enter(database) {
      const post = posts.get(database) ?? { lookout: createLookout({ ...server, database }), clients: 0 }
      posts.set(database, post)
      post.clients++
      return post.lookout
    },
    async leave(database) {
      const post = posts.get(database)
      if (!post || --post.clients > 0) return
      posts.delete(database)
      await post.lookout.withdraw()
    },
    async withdrawAll() {
      await Promise.all([...posts.values()].map(({ lookout }) => lookout.withdraw()))
    },
  }
}
