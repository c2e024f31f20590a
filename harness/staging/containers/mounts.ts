import { codePaths } from '../code.ts'

/** A folder of this machine as a container sees it. */
export function mount(source: string, target: string, mode: 'ro' | 'rw'): string {
  return `${source}:${target}:${mode}`
}

/** Our own code, under the same paths as here, for the containers that run our programs. */
export function codeMounts(): readonly string[] {
  return codePaths().map((path) => mount(path, path, 'ro'))
}
