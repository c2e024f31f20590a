import { readdirSync, readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { PageAssets } from '../report/html/assets.ts'

const folder = new URL('../report/browser/', import.meta.url)

/**
 * What report.html carries for the browser: the scripts of report/browser, joined in the order of their names, and the
 * chart library. In a checkout the scripts are TypeScript, of which the types are blanked out; in the package they are
 * JavaScript already.
 */
export function readPageAssets(): PageAssets {
  const names = readdirSync(fileURLToPath(folder)).filter((name) => /(?<!\.d)\.[jt]s$/.test(name))
  const { resolve } = createRequire(import.meta.url)
  return {
    script: names.sort().map(readScript).join('\n'),
    chart: {
      script: readFileSync(resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
      style: readFileSync(resolve('uplot/dist/uPlot.min.css'), 'utf8'),
    },
  }
}

function readScript(name: string): string {
  const text = readFileSync(new URL(name, folder), 'utf8')
  return name.endsWith('.ts') ? withoutTypes(text) : text
}

/** Node 24 warns once that this function may change; what people rehearse with says nothing of its own insides. */
function withoutTypes(text: string): string {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = emitWarning
  }
}
