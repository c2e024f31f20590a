import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'

/**
 * Lists what runs have left on this machine, found without any of the harness's own bookkeeping: containers and
 * networks by label, processes by the marker in their environment or command line, and temporary folders by name.
 */
export function leftBehind(): readonly string[] {
  return [...containers(), ...networks(), ...processes(), ...folders()]
}

function docker(...args: readonly string[]): readonly string[] {
  try {
    const out = execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return out.split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}

function containers(): readonly string[] {
  return docker('ps', '-a', '--filter', 'label=fulldress.run', '--format', 'container {{.Names}}')
}

function networks(): readonly string[] {
  return docker('network', 'ls', '--filter', 'label=fulldress.run', '--format', 'network {{.Name}}')
}

function processes(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
      const marked = /(^|\0)FULLDRESS_(OWNER|RUN)=/.test(read(`/proc/${pid}/environ`))
      return marked || /\/fulldress-[a-z0-9]+/.test(command) ? [`process ${pid} ${command.slice(0, 100)}`] : []
    })
}

function folders(): readonly string[] {
  return readdirSync(tmpdir())
    .filter((name) => /^fulldress-[a-z0-9]/.test(name))
    .map((name) => `folder ${name}`)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
