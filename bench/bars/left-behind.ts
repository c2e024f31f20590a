import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** One run alone, so that another on the same machine is nobody's business: its id, and the pid of who started it. */
interface Whose {
  readonly run?: string
  readonly owner?: string
}

/**
 * Lists what runs have left on this machine, found without any of the harness's own bookkeeping: containers, networks
 * and volumes by label, processes by the marker in their environment or command line, and temporary folders by name. Of one run, or of any.
 */
export function leftBehind({ run = '', owner = '' }: Whose = {}): readonly string[] {
  return [...containers(run), ...networks(run), ...volumes(run), ...processes(run, owner), ...folders(run)]
}

function docker(...args: readonly string[]): readonly string[] {
  try {
    const out = execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return out.split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}

function label(run: string): string {
  return run === '' ? 'label=fulldress.run' : `label=fulldress.run=${run}`
}

function containers(run: string): readonly string[] {
  return docker('ps', '-a', '--filter', label(run), '--format', 'container {{.Names}}')
}

function networks(run: string): readonly string[] {
  return docker('network', 'ls', '--filter', label(run), '--format', 'network {{.Name}}')
}

function volumes(run: string): readonly string[] {
  return docker('volume', 'ls', '--filter', label(run), '--format', 'volume {{.Name}}')
}

function processes(run: string, owner: string): readonly string[] {
  const ours =
    run === '' ? /(^|\0)FULLDRESS_(OWNER|RUN)=/ : new RegExp(`(^|\\0)FULLDRESS_(RUN=${run}\\0|OWNER=${owner}\\|)`)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
      const found = ours.test(read(`/proc/${pid}/environ`)) || command.includes(`/fulldress-${run}`)
      return found ? [`process ${pid} ${command.slice(0, 100)}`] : []
    })
}

function folders(run: string): readonly string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(`fulldress-${run}`))
    .map((name) => `folder ${name}`)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
