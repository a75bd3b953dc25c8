import { env } from '@/lib/core/env'

/**
 * The content security policy of a page: scripts run by nonce only. `strict-dynamic` lets the framework's own loader
 * bring its chunks. Style attributes are allowed, style elements need the nonce.
 */
export function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = env().NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
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

/** What is no page, such as a route's answer, a static file or an error before any page: nothing in it runs. */
const NOT_A_PAGE =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A worker, which works a proof out beside a page, loads its parts from here under its own file's policy. */
const STATIC = NOT_A_PAGE.replace("default-src 'none'", "default-src 'none'; script-src 'self'")

/** Two years (RFC 6797). */
const HTTPS_ONLY = 'max-age=63072000; includeSubDomains'

/** What each answer carries, whoever makes it. `admitToPage` puts a page's own policy in place of the one here. */
export const headersOfEachAnswer = (path: string): readonly (readonly [string, string])[] => [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Content-Security-Policy', path.startsWith('/_next/static/') ? STATIC : NOT_A_PAGE],
  ...(env().isHttps ? ([['Strict-Transport-Security', HTTPS_ONLY]] as const) : []),
]
