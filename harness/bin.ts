#!/usr/bin/env node
// Before anything modern is imported: an old Node would end in a syntax error that helps nobody.
const major = Number(process.versions.node.split('.')[0])
if (major >= 24) {
  import('./cli.ts')
} else {
  process.stderr.write(`fulldress needs Node 24 or newer; this is ${process.version}\n`)
  process.stderr.write(
    '  hint: install it from https://nodejs.org/download, or beside fulldress by: npm install -D node@24\n',
  )
  process.exitCode = 2
}

export {}
