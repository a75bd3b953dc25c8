import sharp from 'sharp'
import { expect, vi } from 'vitest'

/**
 * Test files share a process: starting one and loading the packages takes longer than most files do. Each file starts
 * as in a process of its own all the same, with new modules (they remember settings, keys and connections), with the
 * environment of the run, the real clock, and none of what the product remembers for a process. Among the last is which
 * types of file libvips may load.
 */
const OURS = 'zhunxin'
/**
 * It takes a sixth of a second to make, and remembers how to ask, not what. It works on the connections of the file
 * that runs.
 */
const KEPT = 'zhunxin.database-client'
const CONNECTIONS = Symbol.for('zhunxin.database-connections')
const LATE = 'The test file that asks the database has ended'
const ENVIRONMENT = Symbol.for('tests.environment')

vi.useRealTimers()
vi.unstubAllGlobals()
restoreEnvironment()
for (const name of Reflect.ownKeys(globalThis)) if (isOurs(name)) forget(name)
sharp.unblock({ operation: ['VipsForeignLoad'] })
vi.resetModules()

function restoreEnvironment(): void {
  vi.unstubAllEnvs()
  const given: NodeJS.ProcessEnv = Reflect.get(globalThis, ENVIRONMENT) ?? { ...process.env }
  Reflect.set(globalThis, ENVIRONMENT, given)
  for (const name of Object.keys(process.env)) if (!(name in given)) delete process.env[name]
  Object.assign(process.env, given)
}

function isOurs(name: string | symbol): boolean {
  const described = typeof name === 'symbol' ? (name.description ?? '') : name
  return described.startsWith(OURS) && described !== KEPT
}

/** Closes decoders and connections that the last file left open. What it left running can't open others. */
function forget(name: string | symbol): void {
  const remembered: unknown = Reflect.get(globalThis, name)
  if (name === CONNECTIONS) Object.assign(remembered as object, { pool: undefined, open: () => expect.fail(LATE) })
  for (const one of remembered instanceof Set ? remembered : [remembered]) close(one)
  Reflect.deleteProperty(globalThis, name)
}

function close(one: unknown): void {
  const open = one as { close?: () => void; end?: () => Promise<void> } | undefined
  open?.close?.()
  open?.end?.().catch(() => {}) // it was closed before
}
