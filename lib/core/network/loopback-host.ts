const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

/** Returns whether a host name means this machine only. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.has(host.toLowerCase())
