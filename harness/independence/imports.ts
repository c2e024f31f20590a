/** What a script loads by name, and what it loads in a way that only running it would tell. */
export interface Imports {
  readonly names: readonly string[]
  readonly notFollowed: readonly string[]
}

const JS_LITERAL = [
  /\b(?:import|export)\s+(?:type\s+)?(?:[\w*${}\s,]+\s+from\s+)?(['"])([^'"\n]+)\1/g,
  /\b(?:require|import|require\.resolve)\s*\(\s*(['"`])([^'"`\n$]+)\1\s*[,)]/g,
]
const JS_COMPUTED = /\b(?:require|import)\s*\(\s*(?!['"]|`[^`$]*`)[^)\s]/

/** Modules that a Node script imports or requires. */
export function jsImports(text: string): Imports {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[\s;])\/\/[^\n]*/g, '$1')
  const names = JS_LITERAL.flatMap((pattern) => [...code.matchAll(pattern)].flatMap(([, , name]) => name ?? []))
  return { names: [...new Set(names)], notFollowed: JS_COMPUTED.test(code) ? ['a module whose name it computes'] : [] }
}

/** Modules that a Python script imports; relative ones keep their dots. */
export function pythonImports(text: string): Imports {
  const code = text.replaceAll(/("""|''')[\s\S]*?\1/g, '""').replaceAll(/#[^\n]*/g, '')
  const plain = [...code.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.trim().split(/\s+/)[0] ?? ''),
  )
  const from = [...code.matchAll(/^[ \t]*from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\(?([\w*., \t\n]*)/gm)].flatMap(
    ([, module = '', list = '']) => {
      // What is imported from a package may be a name in it, or a module of it.
      const parts = list.split(',').map((one) => one.trim().split(/\s+/)[0] ?? '')
      const dot = /^\.+$/.test(module) ? '' : '.'
      return [...(dot === '' ? [] : [module]), ...parts.map((part) => `${module}${dot}${part}`)]
    },
  )
  const literal = [...code.matchAll(/\b(?:import_module|__import__)\(\s*(['"])([\w.]+)\1/g)].flatMap(
    ([, , name]) => name ?? [],
  )
  const computed = /\b(?:import_module|__import__)\(\s*(?!['"])/.test(code)
  const names = [...plain, ...from, ...literal].filter((name) => name !== '')
  return { names: [...new Set(names)], notFollowed: computed ? ['a module whose name it computes'] : [] }
}
