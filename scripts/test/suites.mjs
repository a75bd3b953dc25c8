// Which system and browser tests are in the gate (`npm test`); `npm run test:long` has all others: docs/testing.md.
// Unit and database tests are all in the gate.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { at } from '../prepare/folders.mjs'

const system = (name) => `tests/system/${name}.test.ts`
const browser = (name) => `tests/e2e/${name}.spec.ts`

/**
 * Lists the tests of what users rely on: the portal starts, survives a kill, refuses strangers, and its evidence can be
 * restored.
 */
export const GATE_SYSTEM = [
  ...['start', 'build', 'demo', 'first-load', 'failing-database', 'kill', 'kill-worker', 'backup'],
  ...['matrix/matrix', 'attacks/mass-assignment', 'attacks/other-sites', 'attacks/forms', 'attacks/sign-in'],
  ...['exposure', 'malformed', 'uploads', 'access-log', 'api', 'offered'],
].map(system)

/** Applying, correcting, reviewing and deciding, signing in, and what to do when something fails. */
export const GATE_BROWSER = [
  'applicants/individual-approved',
  'applicants/enterprise',
  'applicants/changes',
  'applicants/rejected',
  'applicants/withdrawal',
  'everywhere/failures',
  'everywhere/no-scripts',
  'reviewers/queue',
  'reviewers/review-keys',
  'reviewers/refusing',
  'sign-in/sign-in',
].map(browser)

/** Lists those that the gate tries in one of two languages; the long suite has them too, in both. */
const IN_ONE_LANGUAGE = ['everywhere/no-scripts', 'sign-in/sign-in'].map(browser)

/**
 * Parts of the long suite, each with what is in the names of its files. Files of the gate are among them, at other
 * counts.
 *
 * @type {Record<string, readonly string[]>}
 */
export const BY_NAME = {
  matrix: ['matrix/'],
  fuzz: ['.fuzz.'],
  carve: ['erasure-carve.'],
  'kill-portal': ['system/kill.test'],
  'kill-backup': ['backup-kill'],
  'kill-jobs': ['audit-log-kill', 'outbox-kill', 'webhook-kill', 'rotation-kill', 'kill-worker', 'killed-worker'],
  nodes: ['several-nodes', '.nodes.'],
  builds: ['builds-apart'],
  attacks: ['attacks/'],
  slow: ['slow-'],
  spreadsheet: ['spreadsheet'],
  'letter-recognition': ['letter-recognition'],
}

/** Returns whether a part by name has a file. */
export const isByName = (file) =>
  Object.values(BY_NAME)
    .flat()
    .some((part) => file.includes(part))

/** Lists the part `system` of the long suite: what neither the gate nor another part has. */
export const longSystem = () =>
  filesIn('tests/system', '.test.ts').filter((file) => !GATE_SYSTEM.includes(file) && !isByName(file))

/** Lists the part `browser` of the long suite. */
export const longBrowser = () =>
  filesIn('tests/e2e', '.spec.ts').filter((file) => !GATE_BROWSER.includes(file) || IN_ONE_LANGUAGE.includes(file))

function filesIn(folder, ending) {
  return readdirSync(at(folder), { recursive: true })
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith(ending))
    .sort()
}
