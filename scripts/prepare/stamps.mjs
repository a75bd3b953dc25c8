import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { at, root, StartError } from './folders.mjs'
import { RUN_BUILD } from './run.mjs'

/** Matches files that are no part of a build: tests, and generated files. */
const LEFT_OUT = /(\.test\.tsx?|\/testing\/.*|\.md)$|^lib\/db\/generated\//

/** Returns one hash over the names and bytes of files and folders; a missing one counts as empty. */
export function hashOf(names, ...more) {
  const hash = createHash('sha256')
  for (const file of names.flatMap(filesOf)) {
    const relative = path.relative(root, file).split(path.sep).join('/')
    if (!LEFT_OUT.test(relative)) hash.update(`${relative}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.update(more.join('\0')).digest('hex')
}

function filesOf(name) {
  const place = at(name)
  if (!existsSync(place)) return []
  if (!statSync(place).isDirectory()) return [place]
  const inside = readdirSync(place, { recursive: true, withFileTypes: true })
  return inside
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

const stampOf = (step) => at('.build', 'stamps', step)

/** Does a step unless it was done for the same hash, and its results still exist. */
export async function unlessDone(step, hash, results, work) {
  const stamp = stampOf(step)
  const isDone =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && results.every((name) => existsSync(at(name)))
  if (isDone) return
  forget(step) // a killed step is done again
  await work()
  writeFileSync(stamp, hash)
}

/** Makes sure that the step is done again. For an account that may only read the sources, it says who can do it. */
export function forget(step) {
  const stamp = stampOf(step)
  try {
    mkdirSync(path.dirname(stamp), { recursive: true })
    rmSync(stamp, { force: true })
    accessSync(path.dirname(stamp), constants.W_OK)
  } catch (error) {
    throw new StartError(
      `What is built in ${root} is missing or out of date (${step}), and this account can't write there (${error.code}). ${RUN_BUILD}`,
    )
  }
}
