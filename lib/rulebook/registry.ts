import 'server-only'
import { database, type Reader } from '@/lib/db/client'
import { BUILT_IN_RULEBOOK, BUILT_IN_RULEBOOKS } from './built-in'
import { publishedRules } from './published'
import { Rulebook } from './rulebook'

const published = publishedRules('RULEBOOK', Rulebook)

/** The one that a new draft is begun under: the newest published, and while there is none the newest built in. */
export async function currentRulebook(reader: Reader = database()): Promise<Rulebook> {
  const version = await published.newestVersion(reader)
  return version === undefined ? BUILT_IN_RULEBOOK : rulebookOf(version, reader)
}

/** The one that a submission was begun under. A version that is not known is a bug, or newer than this code. */
export async function rulebookOf(version: string, reader?: Reader): Promise<Rulebook> {
  const builtIn = BUILT_IN_RULEBOOKS.find((candidate) => candidate.version === version)
  const rulebook = builtIn ?? (await published.find(version, reader ?? database()))
  if (!rulebook) throw new Error(`No rulebook has the version ${version}`)
  return rulebook
}
