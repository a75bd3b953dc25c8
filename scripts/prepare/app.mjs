// This module knows where the built app is, under which names it is built, and whether it is up to date.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { BUILD_FOLDER } from '../../lib/web/build-folder.mjs'
import { at, StartError } from './folders.mjs'
import { runPackage, say } from './run.mjs'
import { shareChunks } from './share-chunks.mjs'
import { forget, hashOf, unlessDone } from './stamps.mjs'

/** Returns a file of the folder that Next builds into. */
export const builtFile = (...names) => at(BUILD_FOLDER, ...names)

const APP = ['app', 'components', 'lib', 'public', 'prisma/schema', 'package-lock.json']
const CONFIG = ['next.config.ts', 'tsconfig.json', 'postcss.config.mjs', 'scripts/prepare']

/**
 * Salts the ids of server actions. It is constant, so that nodes with separate builds, and tabs older than a build,
 * name actions alike. Next would also encrypt with it what an action closes over. Ours close over nothing, and a test
 * makes sure of it: nothing is secret under this key (decision 40).
 */
const ACTIONS_KEY = createHash('sha256').update('zhunxin: server actions').digest('base64')

const OPENSSL = '`openssl rand -base64 32` makes one'

/**
 * Returns the names of a build of these sources. Equal sources and settings give equal names, on any machine and at any
 * time.
 *
 * @param {Record<string, string | undefined>} environment
 * @returns {{ sources: string, key: string, id: string }} a hash of the sources; the key of server actions, in base64;
 * the id of the build, which is Next's `deploymentId` too
 */
export function namesOfBuild(environment) {
  const { key = ACTIONS_KEY, id } = namesGiven(environment)
  const sources = hashOf([...APP, ...CONFIG])
  return { sources, key, id: id ?? idOf(sources, key) }
}

/** Returns an id of digits only: Next avoids ids in which an ad blocker could read `ad`. */
function idOf(sources, key) {
  const hash = createHash('sha256').update(`${sources}\0${key}`).digest('hex')
  return BigInt(`0x${hash.slice(0, 16)}`).toString()
}

/** Returns the names that the operator set. Next would accept a wrong key, and fail with it later. */
function namesGiven({ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key, ZHUNXIN_BUILD_ID: id }) {
  if (key && !(/^[A-Za-z0-9+/]+={0,2}$/.test(key) && [16, 24, 32].includes(Buffer.from(key, 'base64').length)))
    throw new StartError(`NEXT_SERVER_ACTIONS_ENCRYPTION_KEY must be 16, 24 or 32 bytes in base64: ${OPENSSL}.`)
  if (id && !/^[\w-]{1,64}$/.test(id))
    throw new StartError('ZHUNXIN_BUILD_ID may contain Latin letters, digits, - and _, at most 64 of them.')
  return { ...(key ? { key } : {}), ...(id ? { id } : {}) }
}

/**
 * Returns the names in the existing build.
 *
 * @returns {{ key: string, id: string } | undefined}
 */
export function namesBuilt() {
  const [id, actions] = [builtFile('BUILD_ID'), builtFile('server', 'server-reference-manifest.json')]
  if (!existsSync(id) || !existsSync(actions)) return undefined
  return { key: JSON.parse(readFileSync(actions, 'utf8')).encryptionKey, id: readFileSync(id, 'utf8') }
}

/** Returns the environment that Next reads; a build and each process that serves it have the same. */
const environmentOf = ({ key, id }) => ({
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key,
  ZHUNXIN_BUILD_ID: id,
})

/**
 * Builds the app, unless a build of these sources exists. Names that the operator set must be those of the build; names
 * that they did not set come from it, so that a build with names of its own is served without them.
 *
 * @returns the environment that the app's process needs. It has the key from the start: Next would read it from the
 * build at the first need, when another build may be in its place
 */
export async function buildApp() {
  const wanted = namesOfBuild(process.env)
  const given = namesGiven(process.env)
  const built = namesBuilt()
  if (Object.entries(given).some(([name, value]) => built?.[name] !== value)) forget('app')
  await unlessDone('app', wanted.sources, [`${BUILD_FOLDER}/BUILD_ID`], async () => {
    say('Building the app (half a minute or so) …')
    await runPackage('build', 'next/dist/bin/next', ['build'], environmentOf(wanted))
    for (const folder of [['chunks'], ['chunks', 'ssr']]) shareChunks(builtFile('server', ...folder))
  })
  return environmentOf(namesBuilt())
}
