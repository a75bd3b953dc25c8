import 'server-only'
import type { IncomingMessage } from 'node:http'
import type { DraftVersion } from '@/lib/qualifications/draft/draft'
import { ApiRefusal } from './refusals'

/** Returns the header with the tag of a draft as it is. A strong one: the same tag is the same content. */
export const tagged = ({ revision, draftVersion }: DraftVersion) => ({ ETag: `"${revision}-${draftVersion}"` })

/**
 * Returns the draft that a client has read, which is to be changed as it was. One tag of ours: `*`, weak and foreign
 * ones match nothing.
 *
 * @throws ApiRefusal PRECONDITION_REQUIRED, PRECONDITION_FAILED
 */
export function versionIn({ headers }: IncomingMessage): DraftVersion {
  const sent = headers['if-match']
  if (!sent) throw new ApiRefusal('PRECONDITION_REQUIRED')
  const [, revision, draftVersion] = /^\s*"(\d{1,9})-(\d{1,9})"\s*$/.exec(sent) ?? []
  if (!revision || !draftVersion) throw new ApiRefusal('PRECONDITION_FAILED')
  return { revision: Number(revision), draftVersion: Number(draftVersion) }
}
