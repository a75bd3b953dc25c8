import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { at, root } from './folders.mjs'

/** Not part of what is built: tests, and what is generated. */
const LEFT_OUT = /(\.test\.tsx?|\/testing\/.*|\.md)$|^lib\/db\/generated\//

/** One hash over the names and bytes of files and folders; what isn't there counts as empty. */
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

/** Does a step unless it was done for the same hash, and its results still stand there. */
export async function unlessDone(step, hash, results, work) {
  const stamp = stampOf(step)
  const isDone =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && results.every((name) => existsSync(at(name)))
  if (isDone) return
  rmSync(stamp, { force: true }) // killed half-way, it is done again
  await work()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}
