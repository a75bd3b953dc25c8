import { env } from '@/lib/core/env'

/**
 * Returns the content security policy of a page that is made for one request: scripts run by nonce only.
 * `strict-dynamic` lets the framework's own loader add its chunks. Style attributes are allowed, style elements need
 * the nonce.
 */
export function policyByNonce(nonce: string): string {
  const isDevelopment = env().NODE_ENV === 'development'
  return policyOf(
    `'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`,
  )
}

/**
 * Returns the policy of a page that many visitors get: a nonce would be known to all of them. Its own scripts run by
 * their hashes, and files of the portal by their address, since not every browser accepts those by hash.
 */
export const policyByHashes = (scripts: readonly string[]): string =>
  policyOf(scripts.map((hash) => `'sha256-${hash}'`).join(' '))

function policyOf(scripts: string, styles = ''): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts}`.trim(),
    `style-src 'self' ${styles}`.trim(),
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(env().isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/**
 * The policy of everything that is no page, such as a route's answer, a static file or an error before any page:
 * nothing in it runs.
 */
const NOT_A_PAGE =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Sets the policy of static files: a worker that computes a proof loads its parts from here under its own
 * file's policy.
 */
const STATIC = NOT_A_PAGE.replace("default-src 'none'", "default-src 'none'; script-src 'self'")

/**
 * Matches the pages of phones, and those from which applicants reach their documents without a new document being
 * loaded: a browser goes by the headers of the page that it loaded first. Staff, routes and files get no camera.
 */
const WITH_CAMERA =
  /^\/(?:(?:qualifications|account|my-data|sign-in|register|recover|notices|prepare|phone|forwarded|handover)(?:[/?]|$)|\?|$)/

/** Lasts two years (RFC 6797). */
const HTTPS_ONLY = 'max-age=63072000; includeSubDomains'

/** Returns the headers of every answer. `admitToPage` replaces the policy by a page's own. */
export const headersOfEachAnswer = (path: string): readonly (readonly [string, string])[] => [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    `camera=${WITH_CAMERA.test(path) ? '(self)' : '()'}, microphone=(), geolocation=(), payment=(), usb=()`,
  ],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Content-Security-Policy', path.startsWith('/_next/static/') ? STATIC : NOT_A_PAGE],
  ...(env().isHttps ? ([['Strict-Transport-Security', HTTPS_ONLY]] as const) : []),
]
