import 'server-only'
import type { FieldKey } from '../reading'
import { confidenceOf, type Glyph, textOf } from './glyphs'

/** A value with the characters that it was read from. */
export type Found = { readonly value: string; readonly confidence: number; readonly glyphs: readonly Glyph[] }

export type FoundFields = Partial<Record<FieldKey, Found>>

/** Returns the value of characters; null when there is none. */
export function found(glyphs: readonly Glyph[], value = textOf(glyphs), ceiling = 1): Found | undefined {
  if (value === '' || glyphs.length === 0) return undefined
  return { value, confidence: Math.min(ceiling, confidenceOf(glyphs)), glyphs }
}

const NAME = /[\p{Script=Han}·•]/u

/**
 * Returns the person's name at the start of a value: what is printed much smaller, or far to the right, is not of it.
 */
export function personName(glyphs: readonly Glyph[]): Found | undefined {
  const name: Glyph[] = []
  for (const glyph of glyphs) {
    const last = name.at(-1)
    if (!NAME.test(glyph.text)) {
      if (name.length > 0) break
      continue
    }
    if (last && (glyph.x - last.x > last.size * 3.5 || glyph.size < last.size * 0.6)) break
    name.push(glyph)
  }
  return name.length < 2 ? undefined : found(name, textOf(name).replace(/•/g, '·'))
}

/** Drops fields that were not found. */
export const present = (fields: Partial<Record<FieldKey, Found | null | undefined>>): FoundFields =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field)) as FoundFields
