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

/** Two years (RFC 6797), where the portal is reached by https. */
export const strictTransportSecurity = (): string | null =>
  env().isHttps ? 'max-age=63072000; includeSubDomains' : null
