import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Matches the last line of a chunk, which names its source map: equal chunks differ in nothing else. */
const MAP = /\n?\/\/# sourceMappingURL=[^\n]*\n*$/

/**
 * Lets equal chunks of a folder be one: the first by name stays, and the others load it. The framework's bundler writes
 * a chunk of a megabyte, the database client, for each of some routes, and each copy's text would be in the memory of
 * the portal.
 *
 * @param {string} folder
 * @returns {number} how many bytes of JavaScript were removed
 */
export function shareChunks(folder) {
  if (!existsSync(folder)) return 0
  const first = new Map()
  let removed = 0
  for (const name of chunksIn(folder)) {
    const file = path.join(folder, name)
    const text = readFileSync(file, 'utf8')
    const code = text.replace(MAP, '')
    if (!code.startsWith('module.exports=[')) continue // no chunk, or one that loads another
    const shared = first.get(code)
    if (shared === undefined) first.set(code, name)
    if (shared === undefined) continue
    const link = `module.exports=require(${JSON.stringify(`./${shared}`)})\n`
    if (link.length >= code.length) continue
    writeFileSync(file, link)
    rmSync(`${file}.map`, { force: true }) // it describes lines that are no longer here
    removed += Buffer.byteLength(text) - link.length
  }
  return removed
}

const chunksIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map(({ name }) => name)
    .sort()
