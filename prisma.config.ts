import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { defineConfig } from 'prisma/config'

// Prisma asks for its native schema engine even to generate, and fetches it where it is missing. Generating never runs
// it, so any executable will do: the client can be made without a network.
const engines = path.dirname(createRequire(import.meta.url).resolve('@prisma/engines/package.json'))
const isThere = existsSync(engines) && readdirSync(engines).some((name) => name.startsWith('schema-engine-'))
if (!isThere) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // Its own commands change the schema, which is the owner's work.
  datasource: { url: process.env.DATABASE_OWNER_URL || process.env.DATABASE_URL || '' },
})
