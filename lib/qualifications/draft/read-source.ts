import 'server-only'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import type { Reader } from '@/lib/db/client'
import { readContent, type SubmissionContent } from '../content'

/**
 * Returns what the qualification declared last that a draft renews, or was filled from; null when there is none, or it
 * is erased.
 */
export async function readSource(
  reader: Reader,
  { id: draftId, renewsId }: { id: string; renewsId: string | null },
): Promise<SubmissionContent | null> {
  const id = renewsId ?? (await filledFrom(reader, draftId))
  if (id === null) return null
  const { kind, dataKeyId, submissions } = await reader.qualification.findUniqueOrThrow({
    where: { id },
    include: { submissions: { orderBy: { revision: 'desc' }, take: 1 } },
  })
  const [last] = submissions
  const key = last && (await dataKeyIfStored(reader, dataKeyId))
  return key ? readContent(reader, kind, last.id, key) : null
}

/** The event of its start names the ended qualification that a draft was filled from. */
async function filledFrom(reader: Reader, subjectId: string): Promise<string | null> {
  const created = await reader.auditEvent.findFirst({ where: { subjectId, action: 'qualification.created' } })
  return created ? sourceIn(created.data) : null
}

/** Returns the id that the data of `qualification.created` has for it. */
export const sourceIn = (data: unknown): string | null => (data as { filledFrom?: string | null }).filledFrom ?? null
