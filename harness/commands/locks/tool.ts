import { statSync } from 'node:fs'
import { join } from 'node:path'
import { listFolder, readText } from '../../migrator/layouts/listing.ts'
import type { NamedText } from '../../sql/places.ts'
import type { Programme } from './programme.ts'

/** The one turn of a tool's own command. Folders and files beside it only tell where its statements come from. */
export function commandProgramme(command: string, paths: readonly string[]): Programme {
  return {
    name: command,
    layout: null,
    turns: [{ kind: 'command', name: command, texts: paths.flatMap(textsIn) }],
    leftAside: [],
  }
}

function textsIn(path: string): readonly NamedText[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [{ name: path, text: readText(path) }]
  const { files, read } = listFolder(path)
  return files.filter((file) => file.endsWith('.sql')).map((file) => ({ name: join(path, file), text: read(file) }))
}
