// System tests run in three groups, by what they do to the processors: see docs/decisions/0045.
const at = (name) => `tests/system/${name}.test.ts`

/** These mostly wait, for a clock of the portal or of a monitor: they run at the same time as everything else. */
const WAITING = ['incidents', 'killed-worker', 'metrics/dead-gateway', 'scheduled-rotation'].map(at)

/** These measure how soon a portal answers, in a second or two: they run when nothing else does. */
const TIMED = ['database-unavailable', 'connections', 'pgbouncer', 'attacks/flood'].map(at)

const system = ['--project', 'system']

/** Each group as arguments of vitest. What neither list names is in the second group: a new test can't be left out. */
export const GROUPS = {
  waiting: [...system, ...WAITING],
  busy: [...system, ...[...WAITING, ...TIMED].flatMap((file) => ['--exclude', file])],
  timed: [...system, '--maxWorkers', '1', ...TIMED],
}

export const NAMED = [...WAITING, ...TIMED]
