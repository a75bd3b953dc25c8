// `npm test` runs everything, from a fresh clone. The last line has the totals. What runs beside what, and why, is in
// docs/decisions/0045.
import { buildApp } from './prepare/app.mjs'
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { nodeForCommit } from './test/nodes.mjs'
import { foldersOfRun } from './test/run-folders.mjs'
import { checkSources, checkTypes, conclude, playwright, vitest } from './test/runners.mjs'
import { ensureServers } from './test/servers.mjs'
import { GROUPS } from './test/system-tests.mjs'
import { printTimes, timed } from './test/times.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  const packages = timed('packages', installPackages)
  const [node] = await Promise.all([
    timed('Node of the turn', () => nodeForCommit()),
    timed('browser and servers', () => ensureBrowser(packages).then(ensureServers)),
    packages.then(() => timed('client and programs', () => generateClient().then(bundlePrograms))),
  ])
  const build = timed('build', buildApp)
  const env = foldersOfRun()
  const vitestIn = (lane, args, how) => timed(`${lane} tests`, () => vitest(args, { env, lane, ...how }))
  const quick = vitestIn('quick', ['--project', 'unit', '--project', 'database'], { node })
  const tallies = await Promise.all([
    ...checks(build),
    quick,
    after([build], () =>
      timed('browser tests', () => playwright(['--project', 'afterwards'], { env, lane: 'browser' })),
    ),
    after([build], () => vitestIn('waiting', GROUPS.waiting)),
    after([build, quick], () => vitestIn('busy', GROUPS.busy)),
  ])
  tallies.push(await vitestIn('timed', GROUPS.timed))
  printTimes()
  conclude(tallies)
})

/** Those that read the types of pages wait for the build, which generates them. */
function checks(build) {
  const ofSources = timed('checks', () => checkSources('checks'))
  return [ofSources, after([build, ofSources], () => timed('checks of types', () => checkTypes('checks')))]
}

function after(earlier, work) {
  return Promise.all(earlier).then(work)
}
