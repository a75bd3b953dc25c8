import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind, FileState } from '@/lib/db/generated/enums'
import { ownedBy } from '../policy'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'

/** The phone of a draft, as the page says that showed its code. */
export type PhoneOfDraft = {
  id: string
  isBound: boolean
  secondsLeft: number
  received: { fileId: string; kind: DocumentKind; state: FileState }[]
}

/** Returns the phone that may upload for a draft of the actor's; null when there is none. */
export async function readPhoneOfDraft(actor: PersonActor, qualificationId: string): Promise<PhoneOfDraft | null> {
  const own = await database().qualification.count({ where: { AND: [{ id: qualificationId }, ownedBy(actor)] } })
  if (own === 0) return null
  const [phone] = await database().$queryRaw<Omit<PhoneOfDraft, 'received'>[]>`
    SELECT p.id::text, p.bound_at IS NOT NULL AS "isBound",
      extract(epoch FROM p.ends_at - clock_timestamp())::float8 AS "secondsLeft"
    FROM phone_sessions p, ${PHONE_ROWS}
    WHERE ${PHONE_JOIN} AND q.id = ${qualificationId}::uuid AND p.letter IS NULL AND p.ended_at IS NULL AND ${WHY_ENDED} IS NULL`
  if (!phone) return null
  const files = await database().storedFile.findMany({
    where: { phoneSessionId: phone.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, state: true, slotKind: true, pages: { select: { document: { select: { kind: true } } } } },
  })
  const received = files.flatMap(({ id: fileId, state, slotKind, pages }) => {
    const kind = slotKind ?? pages[0]?.document.kind
    return kind ? [{ fileId, kind, state }] : []
  })
  return { ...phone, received }
}
