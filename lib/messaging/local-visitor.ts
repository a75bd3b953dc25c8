const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/**
 * Whether a request came from this machine straight: by a name that only this machine answers to, so that no page of
 * another site can ask for it under a name of its own (DNS rebinding), and through no proxy.
 */
export function isLocalVisitor({ host, isForwarded }: { host: string; isForwarded: boolean }): boolean {
  return !isForwarded && LOOPBACK_HOST.test(host)
}
