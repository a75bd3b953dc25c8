import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

/** Each test file has a database of its own, cloned from the template, and a data folder of its own. */
const template = new URL(inject('templateUrl'))
const worker = process.env.VITEST_POOL_ID ?? '1'
const databaseName = `worker_${worker}`
const dataFolder = path.join(inject('runFolder'), databaseName)

rmSync(dataFolder, { recursive: true, force: true }) // the last file's of this worker
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
await cloneTemplate()
process.env.DATABASE_URL = addressOf(databaseName)
process.env.ZHUNXIN_DATA = dataFolder

async function cloneTemplate(): Promise<void> {
  refuseDistant()
  const client = new pg.Client({ connectionString: addressOf('postgres') })
  await client.connect()
  try {
    await client.query(`DROP DATABASE IF EXISTS ${databaseName} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${databaseName} TEMPLATE ${template.pathname.slice(1)} STRATEGY FILE_COPY`)
  } finally {
    await client.end()
  }
}

/** Databases are dropped here: only ever on this machine. */
function refuseDistant(): void {
  const host = template.searchParams.get('host') ?? template.hostname
  if (!host.startsWith('/') && host !== '127.0.0.1') throw new Error(`Tests don't touch the database on ${host}.`)
}

function addressOf(name: string): string {
  const address = new URL(template)
  address.pathname = `/${name}`
  return address.href
}
