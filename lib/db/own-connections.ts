import 'server-only'

/**
 * What this process's connections are called (PGAPPNAME): they end with it, and don't count as someone else's. One that
 * does something of its own adds to the name, after a slash, what that is.
 */
export const OWN_CONNECTIONS = `zhunxin-${process.pid}`
