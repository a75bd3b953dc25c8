import 'server-only'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Names the file of the model that recognises characters, in the package and in a folder with newer ones. */
export const RECOGNITION = 'ch_PP-OCRv4_rec_infer.onnx'

/** Goes up with each change of the code here that may read something else. */
const REVISION = 3

/**
 * Names the models of a folder, or those of the package, and the code that reads by them. Models that came in a folder
 * are named by the first digits of their hash.
 */
export function engineOf(folder: string | undefined): string {
  const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12)
  return `${folder ? hash(path.join(folder, RECOGNITION)) : 'PP-OCRv4'} r${REVISION}`
}
