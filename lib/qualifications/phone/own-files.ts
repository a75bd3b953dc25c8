import 'server-only'
import type { Sender } from '@/lib/actor/actor'
import type { Reader } from '@/lib/db/client'

/**
 * Returns whether an uploader may replace or remove a file of the draft: a person and a client any, a phone those that
 * it sent itself, and a link those that came through it, until the applicant confirmed them.
 */
export async function mayReplace(reader: Reader, uploader: Sender): Promise<(fileId: string) => boolean> {
  if (uploader.kind !== 'PHONE') return () => true
  const { phoneSessionId } = uploader
  const own = await reader.storedFile.findMany({ where: { phoneSessionId, confirmedAt: null }, select: { id: true } })
  const ids = new Set(own.map(({ id }) => id))
  return (fileId) => ids.has(fileId)
}
