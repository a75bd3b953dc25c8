import 'server-only'
import { database } from './client'

export type ServerFigures = {
  version: string
  /** Gives the version as a number such as 150004, for comparing. */
  number: number
  /** Counts the connections of all clients now, and the maximum. */
  connections: number
  maxConnections: number
  /** Gives the database's size on its disk, in bytes. */
  size: number
}

export async function serverFigures(): Promise<ServerFigures> {
  const [figures] = await database().$queryRaw<[ServerFigures]>`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname IS NOT NULL) AS connections,
      current_setting('max_connections')::int AS "maxConnections",
      pg_database_size(current_database())::float8 AS size`
  return figures
}
