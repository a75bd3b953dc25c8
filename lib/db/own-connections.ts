import 'server-only'

/**
 * Names this process's connections (PGAPPNAME): they close with it, and don't count as someone else's. A connection for
 * a special purpose adds it to the name, after a slash.
 */
export const OWN_CONNECTIONS = `zhunxin-${process.pid}`
