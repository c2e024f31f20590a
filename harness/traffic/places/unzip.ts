import { unzipSync } from 'fflate'

/** The content of the one file in a zip whose name matches. */
export function unzipOne(bytes: Buffer, name: RegExp): Uint8Array {
  const [content] = Object.values(unzipSync(bytes, { filter: (file) => name.test(file.name) }))
  if (content === undefined) throw new Error(`no file in the archive is named like ${name.source}`)
  return content
}
