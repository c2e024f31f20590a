import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'

/** Where engines listen by default: whoever reaches one can start, stop and reach anything of this machine. */
const ENGINES = [
  '/var/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
]

/**
 * The socket of this machine that a mount of a path would hand to a container: the path itself, one right in the folder,
 * or an engine's further down; null where there is none. A socket that is mounted read-only can be spoken to all the same.
 */
export function socketBehind(path: string): string | null {
  if (isSocket(path)) return path
  const near = namesIn(path).map((name) => join(path, name))
  return [...near, ...ENGINES.filter((engine) => isBeneath(engine, path))].find(isSocket) ?? null
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket()
  } catch {
    // What is gone, or closed to whoever started us, is mounted for nobody.
    return false
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return statSync(path).isDirectory() ? readdirSync(path) : []
  } catch {
    return []
  }
}

/** By their real names, for /var/run is a link to /run on most machines. */
function isBeneath(file: string, folder: string): boolean {
  try {
    const real = realpathSync(folder)
    return realpathSync(file).startsWith(real.endsWith(sep) ? real : `${real}${sep}`)
  } catch {
    return false
  }
}
