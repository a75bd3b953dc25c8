import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const FILE = 'ppocr_keys_v1.txt'

/**
 * Returns the characters that a model knows, in the order of its classes.
 *
 * @param folder of the models
 * @throws Error when the file is missing
 */
export const dictionary = (folder: string): string[] =>
  readFileSync(path.join(folder, FILE), 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
