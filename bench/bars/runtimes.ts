/**
 * `--runtime NAME` limits a bar to one runtime, `--count N` changes its number of runs, and `--only TEXT` leaves out the
 * cases without it in their names.
 */
export function barOptions(argv: readonly string[], count: number) {
  const value = (flag: string) => argv[argv.indexOf(flag) + 1]
  const named = argv.includes('--runtime') ? value('--runtime') : undefined
  const runtimes = (['processes', 'containers'] as const).filter((runtime) => named === undefined || named === runtime)
  const only = argv.includes('--only') ? (value('--only') ?? '') : ''
  return { runtimes, only, count: argv.includes('--count') ? Number(value('--count')) : count }
}
