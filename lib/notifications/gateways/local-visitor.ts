const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/**
 * Says whether a request came directly from this machine: under a name that only this machine answers to, so that no
 * page of another site can request it under its own name (DNS rebinding), and through no proxy.
 */
export function isLocalVisitor({ host, isForwarded }: { host: string; isForwarded: boolean }): boolean {
  return !isForwarded && LOOPBACK_HOST.test(host)
}
