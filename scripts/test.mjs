// `npm test` runs the gate, from a fresh clone. The last line has the totals. What runs at the same time, and why, is
// in docs/testing.md. `npm test -- --json FILE` also writes them, and where the time went, to a file.
import { parseArgs } from 'node:util'
import { buildApp } from './prepare/app.mjs'
import { requireNode, root, StartError } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { limitRun, within } from './test/limits.mjs'
import { playwright } from './test/playwright.mjs'
import { passSignalsOn } from './test/process-tree.mjs'
import { ensureFolderOfRun, freshSpecimens } from './test/run-folders.mjs'
import { ensureServers } from './test/servers.mjs'
import { checkSources, checkTypes } from './test/static-checks.mjs'
import { GATE_SYSTEM } from './test/suites.mjs'
import { conclude } from './test/tally.mjs'
import { printTimes, timed, writeTimes } from './test/times.mjs'
import { countOnce, settle, vitest } from './test/vitest.mjs'

await program(async () => {
  requireNode()
  const options = readOptions()
  process.chdir(root)
  passSignalsOn()
  limitRun()
  ensureFolderOfRun()
  const prepare = (name, minutes, work) => timed(name, () => within(minutes, name, work))
  const packages = prepare('packages', 15, installPackages)
  const [servers] = await Promise.all([
    prepare('browser and servers', 20, () => ensureBrowser(packages).then(ensureServers)),
    packages.then(() => prepare('client and programs', 10, () => generateClient().then(bundlePrograms))),
  ])
  const build = prepare('build', 25, buildApp)
  const env = { ZHUNXIN_SPECIMENS: freshSpecimens() }
  const vitestIn = (lane, minutes, args) => timed(`${lane} tests`, () => vitest(args, { env, lane, minutes }))
  const sources = timed('checks', () => checkSources('checks'))
  // The build generates the types of pages.
  const types = after([build, sources], () => timed('checks of types', () => checkTypes('checks')))
  // A third worker has what the other two leave while their tests wait for a clock, a disk or a database.
  const quick = after([build, sources], () =>
    vitestIn('quick', 60, ['--maxWorkers', '3', '--project', 'unit', '--project', 'database']),
  )
  const system = quick.then(() => vitestIn('system', 45, ['--project', 'system', ...GATE_SYSTEM]))
  const browser = quick.then(() => timed('browser tests', () => journeys(env)))
  const checked = await Promise.all([sources, types, browser])
  const ranOnce = countOnce(await quick)
  const systemRun = await system
  const settled = await timed('again', () => settle([systemRun], { env }))
  printTimes()
  const totals = conclude([servers, ...checked, ranOnce, settled])
  if (options.json) writeTimes(options.json, totals)
})

function readOptions() {
  try {
    return parseArgs({ options: { json: { type: 'string' } } }).values
  } catch ({ message }) {
    throw new StartError(`${message} There is one option: --json FILE.`)
  }
}

function journeys(env) {
  return playwright(['--project', 'afterwards'], {
    env: { ...env, ZHUNXIN_SUITE: 'gate' },
    lane: 'browser',
    minutes: 45,
  })
}

function after(earlier, work) {
  return Promise.all(earlier).then(work)
}
