import 'server-only'
import { database, type Reader, type Tx } from '@/lib/db/client'
import { publishedRules } from '../published'
import { BUILT_IN_LETTER_VERSION, BUILT_IN_LETTERS, titlesOf } from './built-in'
import { type LetterText, LetterTexts, type LetterVariant } from './letter-text'
import { type PublishedTexts, type RequiredText, requiredText } from './required-text'

const published = publishedRules('LETTERS', LetterTexts)

/** A publication of letters takes this advisory lock alone, and submissions share it: see `holdLetterTexts`. */
const LETTERS_LOCK = 72707377

/** Returns the version that a new qualification is started with. */
export async function currentLetterVersion(reader: Reader = database()): Promise<string> {
  return (await published.newestVersion(reader)) ?? BUILT_IN_LETTER_VERSION
}

/**
 * Returns which text an open submission has to use at a moment of the database's clock. A submission that was submitted
 * has the text that it names.
 */
export async function textOfDraft(
  reader: Reader,
  { letterVersion: version, createdAt: openedAt }: { letterVersion: string; createdAt: Date },
  now: Date,
): Promise<RequiredText> {
  const texts = await reader.$queryRaw<PublishedTexts[]>`
    SELECT version, published_at AS "publishedAt", required_from::text AS "requiredFrom" FROM rule_versions
    WHERE kind = 'LETTERS' AND status = 'PUBLISHED' ORDER BY published_at, id`
  return requiredText(texts, { version, openedAt, now })
}

/**
 * Lets no letters be published until the end of the transaction: the text that a submission is checked against is still
 * accepted at the time that it is given.
 */
export async function holdLetterTexts(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${LETTERS_LOCK}::bigint)`
}

/** Waits for the submissions that hold the texts, and lets none start before the end of the transaction. */
export async function awaitLetterHolds(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LETTERS_LOCK}::bigint)`
}

/**
 * Returns the titles of all letters that were ever published: a letter that was printed from an older text is a letter.
 * The Chinese text binds, so its title is there on each page.
 */
export async function letterTitles(reader: Reader = database()): Promise<string[]> {
  return titlesOf([...BUILT_IN_LETTERS, ...(await published.all(reader))])
}

/** Returns the letters of a version. An unknown version is a bug, or newer than this code. */
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
