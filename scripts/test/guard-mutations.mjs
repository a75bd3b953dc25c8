// This program removes each guard in turn and runs the tests: a guard whose removal fails no test is not tested. It
// uses one vitest, whose database template is made once. A first run finds which test files reach which guard; then
// each file runs again and again, with another guard removed each time, so that many guards are tried at once.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createVitest } from 'vitest/node'
import { at, root } from '../prepare/folders.mjs'
import { findGuards } from './guards/find-guards.mjs'
import { isGuarded } from './guards/plugin.mjs'
import { SECOND_LINES } from './guards/second-lines.mjs'
import { tally } from './tally.mjs'

/** Limits the test files that try a guard which none of them is expected to miss. */
const MAX_TRIES = 12

/**
 * Removes the guards of these folders.
 *
 * @param {string[]} folders of lib, such as `lib/accounts`, or files; none: all of lib. Their tests are run, and tests
 * elsewhere that reach a guard which none of them misses
 * @returns each guard, and the result of the tests without it; how many files fail unchanged, and so could miss nothing
 */
async function mutateGuards(folders) {
  const probes = mkdtempSync(path.join(tmpdir(), 'zhunxin-guards-'))
  process.env.ZHUNXIN_GUARDS = probes // vitest.config.ts and the probe read it
  writeFileSync(path.join(probes, 'asked'), '')
  const vitest = await createVitest('test', { watch: false, project: ['unit', 'database'], reporters: [{}] })
  try {
    const all = (await vitest.globTestSpecifications(['lib/', 'tests/'])).filter(
      ({ moduleId }) => !/\.fuzz\.|race/.test(moduleId),
    )
    const beside = all.filter(({ moduleId }) => isIn(folders, path.relative(root, moduleId)))
    const tried = guardsIn(folders).map((guard) => ({ ...guard, tests: [], outcome: undefined }))
    const unfit = await tryGuards(vitest, probes, beside, tried)
    const missed = tried.filter((guard) => guard.outcome !== 'caught' && !reasonOf(guard))
    const leading = leadingTo(missed)
    const elsewhere = all.filter(
      (one) => !beside.includes(one) && importsOf(path.relative(root, one.moduleId)).some((file) => leading.has(file)),
    )
    for (const guard of missed) guard.outcome = undefined
    const unfitElsewhere = await tryGuards(vitest, probes, elsewhere, missed)
    for (const guard of tried) {
      guard.outcome ??= 'survived'
      console.log(`${guard.outcome === 'caught' ? '✓' : '✗'} ${nameOf(guard)}`)
    }
    return { results: tried.map(resultOf), unfit: unfit + unfitElsewhere }
  } finally {
    await vitest.close()
    rmSync(probes, { recursive: true, force: true })
    process.exitCode = 0 // a test that failed was meant to fail
  }
}

/**
 * Runs these test files for each of the guards and records the result of each; returns how many files fail unchanged.
 */
async function tryGuards(vitest, probes, specifications, tried) {
  if (specifications.length === 0) return 0
  const run = async (some, missing) => {
    writeFileSync(path.join(probes, 'missing.json'), JSON.stringify(missing))
    const asked = new Set(some.map(({ moduleId }) => moduleId))
    const { testModules } = await vitest.runTestSpecifications(some) // modules of earlier runs are among them
    return testModules.filter(({ moduleId }) => asked.has(moduleId))
  }
  const whole = await run(specifications, {})
  for (const { moduleId } of whole.filter((module) => !module.ok())) console.log(`! ${moduleId} fails as it is`)
  const fit = new Map(whole.filter((module) => module.ok()).map((module) => [module.moduleId, module]))
  orderTests(tried, path.join(probes, 'asked'), fit)
  for (let left = tried; left.length > 0; left = tried.filter(({ outcome }) => !outcome)) {
    const round = assign(left)
    const missing = Object.fromEntries(
      [...round].map(([file, { id, names }]) => [file, { id, tests: names.get(file) }]),
    )
    const asked = specifications.filter(({ moduleId }) => round.has(moduleId))
    for (const module of asked.length > 0 ? await run(asked, missing) : []) {
      const guard = round.get(module.moduleId)
      if (!guard || module.ok()) continue
      guard.outcome = 'caught'
      guard.by = path.relative(root, module.moduleId)
    }
    for (const guard of left) if (!guard.outcome && guard.tests.length === 0) guard.outcome = 'survived'
    console.log(`… ${tried.filter(({ outcome }) => !outcome).length} of ${tried.length} left`)
  }
  return whole.length - fit.size
}

const isIn = (places, file) =>
  places.length === 0 || places.some((place) => file === place || file.startsWith(`${place}/`))

/**
 * Returns the files through which a test elsewhere reaches one of the guards: their own, and those that import them.
 */
function leadingTo(guards) {
  const files = libFiles([]).map((file) => ({ file, imports: importsOf(file) }))
  const found = new Set(guards.map(({ file }) => file))
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const { file, imports } of files) if (imports.some((one) => found.has(one))) found.add(file)
  }
  return found
}

const importsOf = (file) =>
  [...readFileSync(at(file), 'utf8').matchAll(/ from '(@\/|\.[^']*\/)([^']+)'/g)].map(([, from, name]) =>
    path.posix.join(from === '@/' ? '' : path.posix.join(path.posix.dirname(file), from), `${name}.ts`),
  )

const nameOf = ({ file, line, guard }) => `${file}:${line} ${guard}`

const libFiles = (folders) =>
  readdirSync(at('lib'), { recursive: true })
    .map((name) => `lib/${String(name).split(path.sep).join('/')}`)
    .filter((file) => isGuarded(file) && isIn(folders, file))
    .sort((a, b) => a.localeCompare(b))

const guardsIn = (folders) =>
  libFiles(folders).flatMap((file) =>
    findGuards(file, readFileSync(at(file), 'utf8')).guards.map((guard) => ({ file, ...guard })),
  )

/**
 * Gives each guard the test files that reach it: those next to it first, and of them the quick ones before the slow.
 */
function orderTests(guards, place, fit) {
  const askedBy = new Map(guards.map(({ id }) => [id, new Map()]))
  for (const line of readFileSync(place, 'utf8').split('\n').filter(Boolean)) {
    const [id, file, test] = JSON.parse(line)
    const files = askedBy.get(id)
    if (!files || !fit.has(file)) continue
    files.set(file, [...(files.get(file) ?? []), test])
  }
  const cost = (file) => fit.get(file).diagnostic().duration
  for (const guard of guards) {
    const folder = path.dirname(at(guard.file))
    const isBeside = (file) => path.dirname(file) === folder
    // A guard that is reached while the file is set up has no test's name: all its tests may miss it.
    guard.names = new Map([...askedBy.get(guard.id)].map(([file, tests]) => [file, tests.every(Boolean) ? tests : []]))
    guard.tests = [...guard.names.keys()]
      .sort((a, b) => Number(isBeside(b)) - Number(isBeside(a)) || cost(a) - cost(b))
      .slice(0, reasonOf(guard) ? MAX_TRIES : undefined)
  }
}

/** Assigns one guard to each test file: first to those with the fewest guards left. */
function assign(left) {
  const round = new Map()
  for (const guard of [...left].sort((a, b) => a.tests.length - b.tests.length)) {
    const free = guard.tests.find((file) => !round.has(file))
    if (!free) continue
    round.set(free, guard)
    guard.tests = guard.tests.filter((file) => file !== free)
  }
  return round
}

const reasonOf = ({ file, guard }) => SECOND_LINES[`${file} ${guard}`]

function resultOf({ file, line, guard, outcome, by }) {
  const reason = reasonOf({ file, guard })
  if (outcome === 'survived' && reason) return { file, line, guard, outcome: 'second line', reason }
  return { file, line, guard, outcome, ...(by ? { by } : {}) }
}

/** Retains the results of other runs for other folders, of files that still exist. */
function storeResults(folders, results) {
  const place = at('docs/results/guard-mutations.json')
  mkdirSync(path.dirname(place), { recursive: true })
  const isOfThese = ({ file }) => isIn(folders, file)
  const before = folders.length > 0 ? JSON.parse(readFileSync(place, 'utf8')).each : []
  const guards = [...before.filter((one) => !isOfThese(one) && existsSync(at(one.file))), ...results].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file.localeCompare(b.file),
  )
  const count = (outcome) => guards.filter((one) => one.outcome === outcome).length
  const counts = { caught: count('caught'), secondLines: count('second line'), survived: count('survived') }
  const summary = { name: 'guard-mutations', found: guardsIn([]).length, tried: guards.length, ...counts }
  writeFileSync(place, `${JSON.stringify({ ...summary, each: guards }, null, 2)}\n`)
}

/** Runs as one of the long tests: a guard passes when a test misses it, or when it is a second line. */
export async function guardMutations(folders) {
  const { results, unfit } = await mutateGuards(folders)
  storeResults(folders, results)
  const missedByNone = results
    .filter(({ outcome }) => outcome === 'survived')
    .map((one) => `no test misses ${nameOf(one)}`)
  return tally(results.length - missedByNone.length, missedByNone.length + unfit, [], missedByNone)
}
