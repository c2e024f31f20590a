import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A server's certificate and the authority that signed it, both PEM; made anew for every run, and good for a week. */
export interface Certificate {
  readonly key: string
  /** The server's own, followed by the authority's. */
  readonly cert: string
  /** What a client may be told to trust (`sslrootcert`). */
  readonly authority: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000

/** Makes "the rehearsal CA" and a certificate for loopback, and for other names where a client comes by one. */
export async function makeCertificate(names: readonly string[] = []): Promise<Certificate> {
  // A container's clock may be a little behind.
  const span = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + WEEK_MS) }
  const issuerKeys = await newKeys()
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      ...span,
      serialNumber: '01',
      name: 'CN=the rehearsal CA',
      keys: issuerKeys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    webcrypto as never,
  )
  const keys = await newKeys()
  const own = await signServer({ ...span, names, authority, issuerKeys, keys })
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    key: PemConverter.encode(key, 'PRIVATE KEY'),
    cert: `${own.toString('pem')}\n${authority.toString('pem')}\n`,
    authority: `${authority.toString('pem')}\n`,
  }
}

interface Signing {
  readonly notBefore: Date
  readonly notAfter: Date
  readonly names: readonly string[]
  readonly authority: X509Certificate
  readonly issuerKeys: CryptoKeyPair
  readonly keys: CryptoKeyPair
}

function signServer({ names, authority, issuerKeys, keys, ...span }: Signing): Promise<X509Certificate> {
  return X509CertificateGenerator.create(
    {
      ...span,
      serialNumber: '02',
      subject: 'CN=localhost',
      issuer: authority.subject,
      publicKey: keys.publicKey,
      signingKey: issuerKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(false),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          ...['localhost', ...names].map((value) => ({ type: 'dns' as const, value })),
        ]),
      ],
    },
    webcrypto as never,
  )
}

type CryptoKeyPair = webcrypto.CryptoKeyPair

function newKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}
