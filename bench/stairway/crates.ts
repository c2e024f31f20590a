import { cached } from '../../harness/cache/cache.ts'
import { command } from '../clients/install.ts'

const REPOSITORY = 'https://github.com/rust-lang/crates.io'

/** Clones what is needed of the repository, once; answers the folder. `--folder` is for machines that cannot reach it. */
export async function fetchMigrations(progress: (line: string) => void): Promise<string> {
  return await cached('bench-crates-io', async (folder) => {
    progress(`cloning ${REPOSITORY}`)
    await command(folder, ['git', 'init', '--quiet'])
    await command(folder, ['git', 'remote', 'add', 'origin', REPOSITORY])
    await command(folder, ['git', 'sparse-checkout', 'set', 'migrations'])
    await command(folder, ['git', 'fetch', '--quiet', '--depth', '1', '--filter=blob:none', 'origin', 'HEAD'])
    await command(folder, ['git', 'checkout', '--quiet', 'FETCH_HEAD'])
  })
}
