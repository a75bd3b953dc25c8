import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { parseEnv } from '@/lib/core/env'
import { EnvironmentError } from '@/lib/core/environment/environment-error'
import { startTimeout } from '@/lib/core/timers'
import { loginsOfRunning } from '@/lib/db/embedded'
import { readInstallation, setLogins } from '../start/prepare-installation'
import { checkClock } from './clock'
import { checkHealth } from './conditions'
import { checkDatabase, type DatabaseState, reachDatabase } from './database'
import { type Finding, type Found, failed, ok, reasonOf, skipped, warning } from './finding'
import { checkFolder } from './folder'
import { checkKeyring } from './keys'
import { checkMail, checkSms } from './messages'
import { checkSandbox } from './sandbox'
import { checkStore } from './store'
import { checkVariables } from './variables'
import { checkVersions } from './versions'

const LIMIT = 15 * SECOND

/**
 * Checks everything that an installation needs. Starts and changes nothing, except one blob that is written to the
 * store and removed. Works next to a portal that serves, and without the database: checks that need it are then
 * skipped.
 */
export async function examine(): Promise<Finding[]> {
  const before = [
    ...(await look('variables', async () => checkVariables(process.env))),
    ...(await look('versions', async () => checkVersions())),
  ]
  const place = readEnvironment()
  if ('problems' in place) {
    const problems = place.problems.map((problem) =>
      failed(`${problem}.`, 'Correct it: docs/configuration.md lists all settings.'),
    )
    return [
      ...named('environment', problems),
      ...before,
      ...named('all else', [skipped('It needs an environment that is right.')]),
    ]
  }
  const { dataFolder, isGiven } = place
  let state: DatabaseState = 'UNREACHABLE'
  const unreachable = await look('database', async () => {
    if (!place.hasLogins) return [embeddedIsDown]
    const reached = await reachDatabase()
    state = reached.state
    return reached.found
  })
  const hasDatabase = state !== 'UNREACHABLE'
  const sms = checkSms()
  const parts = await Promise.all([
    look('folder', async () => checkFolder(dataFolder)),
    unreachable.length === 0 ? look('database', checkDatabase) : unreachable,
    look('keyring', () => checkKeyring(state)),
    look('store', checkStore),
    look('sandbox', checkSandbox),
    look('sms', async () => (await sms).found),
    look('mail', checkMail),
    look('clock', async () => checkClock({ hasDatabase, gatewayClock: (await sms).gatewayClock })),
    checkHealth(state),
  ])
  const database = isGiven ? 'your own PostgreSQL' : 'the embedded PostgreSQL'
  return [
    ...named('environment', [ok(`All settings are right. The portal works on ${database}.`)]),
    ...before,
    ...parts.flat(),
  ]
}

const embeddedIsDown = warning(
  'The embedded PostgreSQL does not run, so what needs it is skipped.',
  'It runs while the portal does: `npm start`.',
)

type Place = { dataFolder: string; isGiven: boolean; hasLogins: boolean } | { problems: readonly string[] }

function readEnvironment(): Place {
  try {
    const { given, dataFolder } = readInstallation()
    const logins = given ?? loginsOfRunning(dataFolder)
    if (logins) setLogins(logins)
    else process.env.DATABASE_URL = 'postgresql://nobody@localhost/none' // the check of the whole asks for it
    parseEnv(process.env)
    return { dataFolder, isGiven: given !== undefined, hasLogins: logins !== null }
  } catch (error) {
    return { problems: error instanceof EnvironmentError ? error.problems : [reasonOf(error)] }
  }
}

const named = (check: string, found: readonly Found[]): Finding[] => found.map((one) => ({ check, ...one }))

/** A check that throws or hangs is a failure of its own, and does not stop the others. */
async function look(check: string, at: () => Promise<Found[]>): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Found[]>((resolve) => {
    const found = failed(`No answer in ${LIMIT / SECOND} s.`, 'Look whether what it asks is overloaded or paused.')
    timer = startTimeout(() => resolve([found]), LIMIT)
  })
  try {
    return named(check, await Promise.race([at(), late]))
  } catch (error) {
    return named(check, [failed(`It can't be looked at: ${reasonOf(error)}`, 'Look at the portal’s log.')])
  } finally {
    clearTimeout(timer)
  }
}
