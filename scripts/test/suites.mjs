// Which tests `npm test` runs beside which, and which only `npm run test:long` runs: docs/testing.md.
const system = (name) => `tests/system/${name}.test.ts`
const browser = (name) => `tests/e2e/${name}.spec.ts`

/** These run in `npm run test:long` alone: kills in number, several nodes, minutes of a clock. */
const LONG_SYSTEM = [
  ...['incidents', 'killed-worker', 'backup-kill', 'rotation-kill', 'canary', 'metrics/dead-gateway'],
  ...['kills-of-one', 'kills-of-two', 'object-store', 'shared-folder'].map((name) => `several-nodes/${name}`),
].map(system)

/** Parts of `npm run test:long` by what is in the names of their files. */
export const BY_NAME = ['fuzz', 'race', 'kill', 'carve', 'nodes', 'builds', 'slow', 'spreadsheet', 'letter-recognition']

/** These are the part `system` of `npm run test:long`: no other part has them. */
export const SYSTEM = LONG_SYSTEM.filter((file) => !BY_NAME.some((name) => file.includes(name)))

/** These run in `npm run test:long -- browser` alone: each page in each language. */
export const LONG_BROWSER = ['accessibility'].map(browser)

/** These mostly wait for a clock of the portal: they run at the same time as everything else. */
const WAITING = ['scheduled-rotation'].map(system)

/** These see whether a portal under load still answers: they run when nothing else does. */
const ALONE = ['database-unavailable', 'connections', 'pgbouncer', 'attacks/flood'].map(system)

const project = ['--project', 'system']

/** Each group as arguments of vitest. What no list names is in `busy`: a new test can't be left out. */
export const GROUPS = {
  waiting: [...project, ...WAITING],
  busy: [...project, ...[...LONG_SYSTEM, ...WAITING, ...ALONE].flatMap((file) => ['--exclude', file])],
  alone: [...project, '--maxWorkers', '1', ...ALONE],
}

export const NAMED = { long: [...LONG_SYSTEM, ...LONG_BROWSER], waiting: WAITING, alone: ALONE }
