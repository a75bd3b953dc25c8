import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { at } from '../prepare/folders.mjs'

export const REPORTS = at('test-results')

/** Returns the place of a report that is not there yet. */
export function freshReport(folder, name) {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, name)
  rmSync(file, { force: true })
  return file
}

/** Returns the script of a package. */
export const packaged = (script) => at('node_modules', ...script.split('/'))

/** Returns a message in one line without colours, as much of it as helps. */
export const inOneLine = (message = '') => stripVTControlCharacters(message).trim().replace(/\s+/g, ' ').slice(0, 400)

export const firstLine = (message = '') => stripVTControlCharacters(message).trim().split('\n', 1)[0]
