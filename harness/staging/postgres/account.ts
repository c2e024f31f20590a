import { chown } from 'node:fs/promises'

/** `nobody`, which every Linux has under this number. */
const NOBODY = { uid: 65534, gid: 65534 } as const

/** Whom PostgreSQL runs as: it refuses root, so where we are root it becomes an ordinary user. */
export function postgresAccount(): { readonly uid: number; readonly gid: number } | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined
}

/** Gives a folder to PostgreSQL's account, where that is not ours. */
export async function giveToPostgres(folder: string): Promise<void> {
  const account = postgresAccount()
  if (account !== undefined) await chown(folder, account.uid, account.gid)
}
