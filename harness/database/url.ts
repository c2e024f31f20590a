import { RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** How a connection is to be encrypted, as libpq spells it. */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

export interface DatabaseUrl {
  readonly address: DatabaseAddress
  readonly sslMode: SslMode
}

const SSL_MODES: readonly string[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/**
 * Reads `postgresql://user:password@host:port/database?sslmode=require`; what it leaves out comes from PGUSER,
 * PGPASSWORD and their like. Its complaints name no part of it: it may hold a password.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function parseDatabaseUrl(text: string, env: NodeJS.ProcessEnv): DatabaseUrl {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol)) {
    throw complaint('expected a URL that begins with postgresql://, found something else')
  }
  const sslMode = url.searchParams.get('sslmode') ?? env.PGSSLMODE ?? 'prefer'
  if (!SSL_MODES.includes(sslMode))
    throw complaint(`expected sslmode to be one of ${SSL_MODES.join(', ')}, found ${sslMode}`)
  const user = decoded(url.username) || env.PGUSER || env.USER || 'postgres'
  return {
    address: {
      // The URL's own brackets around an IPv6 address are no part of it.
      host:
        (url.searchParams.get('host') ?? decoded(url.hostname)).replace(/^\[|\]$/g, '') || env.PGHOST || 'localhost',
      port: Number(url.port || url.searchParams.get('port') || env.PGPORT || 5432),
      user,
      password: decoded(url.password) || env.PGPASSWORD || '',
      database: decoded(url.pathname.replace(/^\//, '')) || env.PGDATABASE || user,
    },
    sslMode: sslMode as SslMode,
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw complaint('expected % in the URL to begin an escape such as %40, found another')
  }
}

function complaint(message: string): RehearsalError {
  return new RehearsalError(
    'usage',
    message,
    'write it as postgresql://user@host:5432/database, and the password into PGPASSWORD',
  )
}
