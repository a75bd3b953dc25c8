import 'server-only'
import { database, type Reader } from '@/lib/db/client'
import { publishedRules } from '@/lib/rulebook/published'
import { BUILT_IN_LETTER_VERSION, BUILT_IN_LETTERS } from './built-in'
import { type LetterText, LetterTexts, type LetterVariant } from './letter-text'

const published = publishedRules('LETTERS', LetterTexts)

/** The version that a new revision asks for. */
export async function currentLetterVersion(reader: Reader = database()): Promise<string> {
  return (await published.newestVersion(reader)) ?? BUILT_IN_LETTER_VERSION
}

/** A version that is not known is a bug, or newer than this code. */
export async function letterTextsOf(version: string, reader?: Reader): Promise<LetterTexts> {
  const builtIn = BUILT_IN_LETTERS.find((candidate) => candidate.version === version)
  const texts = builtIn ?? (await published.find(version, reader ?? database()))
  if (!texts) throw new Error(`No letters have the version ${version}`)
  return texts
}

export async function letterTextOf(version: string, variant: LetterVariant, reader?: Reader): Promise<LetterText> {
  const { texts } = await letterTextsOf(version, reader)
  const text = texts.find((candidate) => candidate.variant === variant)
  if (!text) throw new Error(`No letter ${variant} has the version ${version}`)
  return text
}
