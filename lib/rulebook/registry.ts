import 'server-only'
import { database, type Reader } from '@/lib/db/client'
import { BUILT_IN_CATALOGUES, BUILT_IN_REASONS, BUILT_IN_RULEBOOK, BUILT_IN_RULEBOOKS } from './built-in'
import { publishedRules } from './published'
import { ReasonCatalogue } from './reason-catalogue'
import { Rulebook } from './rulebook'

const rulebooks = publishedRules('RULEBOOK', Rulebook)
const catalogues = publishedRules('REASONS', ReasonCatalogue)

/** Returns the rulebook that a new draft is started under: the newest published, or else the newest built in. */
export async function currentRulebook(reader: Reader = database()): Promise<Rulebook> {
  const version = await rulebooks.newestVersion(reader)
  return version === null ? BUILT_IN_RULEBOOK : rulebookOf(version, reader)
}

/** Returns the rulebook that a submission was started under. An unknown version is a bug, or newer than this code. */
export async function rulebookOf(version: string, reader?: Reader): Promise<Rulebook> {
  const builtIn = BUILT_IN_RULEBOOKS.find((candidate) => candidate.version === version)
  const rulebook = builtIn ?? (await rulebooks.find(version, reader ?? database()))
  if (!rulebook) throw new Error(`No rulebook has the version ${version}`)
  return rulebook
}

/** Returns the catalogue that a reviewer chooses from. */
export async function currentReasons(reader: Reader = database()): Promise<ReasonCatalogue> {
  return newestReasons(await catalogues.newestVersion(reader), reader)
}

/** Selects the version of the current reasons, for a statement that reads more. `newestReasons` returns them. */
export const NEWEST_REASONS = catalogues.newest

/** Returns the catalogue that `NEWEST_REASONS` named; the newest built in while none is published. */
export async function newestReasons(version: string | null, reader?: Reader): Promise<ReasonCatalogue> {
  return version === null ? BUILT_IN_REASONS : reasonsOf(version, reader)
}

/** Returns a version of the reasons; undefined when there is no such version, or not yet. */
export async function findReasons(version: string, reader?: Reader): Promise<ReasonCatalogue | undefined> {
  const builtIn = BUILT_IN_CATALOGUES.find((candidate) => candidate.version === version)
  return builtIn ?? catalogues.find(version, reader ?? database())
}

/** Returns the catalogue of a decision. An unknown version is a bug, or newer than this code. */
export async function reasonsOf(version: string, reader?: Reader): Promise<ReasonCatalogue> {
  const catalogue = await findReasons(version, reader)
  if (!catalogue) throw new Error(`No catalogue of reasons has the version ${version}`)
  return catalogue
}
