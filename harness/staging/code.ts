import { existsSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(import.meta.url)

/** `.ts` in a checkout, `.js` in the published package: our own programs are started as what we are. */
const EXTENSION = extname(here)

/** `harness/` in a checkout, `dist/` in the published package. */
export const CODE_FOLDER = dirname(dirname(here))

export const FRONT_PROGRAM = join(CODE_FOLDER, 'staging', 'front', `program${EXTENSION}`)
export const CANARY_PROGRAM = join(CODE_FOLDER, 'staging', `canary-program${EXTENSION}`)
export const STAND_IN_PROGRAM = join(CODE_FOLDER, 'partners', `serve${EXTENSION}`)

/**
 * What a container must see of us to run our programs, under the same paths as here: the code, the package.json that
 * says what kind of modules it is, and the packages that it imports.
 */
export function codePaths(): readonly string[] {
  const root = dirname(CODE_FOLDER)
  const marker = root.indexOf('/node_modules/')
  // Installed, what we import lies beside us or above us, and all of it below the outermost node_modules.
  if (marker !== -1) return [root.slice(0, marker + '/node_modules'.length)]
  return [CODE_FOLDER, join(root, 'package.json'), join(root, 'node_modules')].filter((path) => existsSync(path))
}
