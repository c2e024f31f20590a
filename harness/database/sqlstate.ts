/** SQLSTATEs that the harness acts on. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const SQLSTATE = {
  lockNotAvailable: '55P03',
  deadlockDetected: '40P01',
  serializationFailure: '40001',
  adminShutdown: '57P01',
  queryCanceled: '57014',
  objectInUse: '55006',
} as const

/** The SQLSTATE of an error that a server sent; null for anything else. */
export function sqlstateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
