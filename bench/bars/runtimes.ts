/** `--runtime NAME` limits a bar to one runtime, `--count N` changes its number of runs. */
export function barOptions(argv: readonly string[], count: number) {
  const value = (flag: string) => argv[argv.indexOf(flag) + 1]
  const only = argv.includes('--runtime') ? value('--runtime') : undefined
  const runtimes = (['processes', 'containers'] as const).filter((runtime) => only === undefined || only === runtime)
  return { runtimes, count: argv.includes('--count') ? Number(value('--count')) : count }
}
