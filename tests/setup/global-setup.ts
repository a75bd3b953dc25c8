import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { loginsOf } from '@/lib/db/embedded'
import type { DatabaseLogins } from '@/lib/db/owner'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { startMigrated } from './cluster'

declare module 'vitest' {
  interface ProvidedContext {
    /** The logins of the migrated database from which each test file's own is cloned. */
    template: DatabaseLogins
    /** The folder that is deleted when the run ends. */
    runFolder: string
  }
}

/** Starts one PostgreSQL for the run, in a temporary folder, with one migrated template in it. */
export default async function setup(project: TestProject) {
  const runFolder = mkdtempSync(path.join(tmpdir(), 'zhunxin-test-'))
  const server = await startMigrated({ dataFolder: runFolder, isDurable: false })
  await prepareDatabase(loginsOf(server))
  project.provide('template', loginsOf(server))
  project.provide('runFolder', runFolder)
  return async () => {
    await endConnections(server.url('postgres'))
    await server.stop()
    rmSync(runFolder, { recursive: true, force: true })
  }
}

/** Ends all connections: a test that forgot to close its own must not prevent the server from stopping. */
async function endConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL',
  )
  await client.end()
}
