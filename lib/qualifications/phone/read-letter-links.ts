import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind, PhoneSessionEnd } from '@/lib/db/generated/enums'
import { ownedBy } from '../policy'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'

/** Describes the newest link to a letter of a draft, as the page of the letter shows it. */
export type LetterLink = {
  id: string
  letter: DocumentKind
  endsAt: Date
  isOpened: boolean
  ended: PhoneSessionEnd | null
}

/** Returns the newest link to each letter of a draft of the actor's. */
export async function readLetterLinks(actor: PersonActor, qualificationId: string): Promise<LetterLink[]> {
  const own = await database().qualification.count({ where: { AND: [{ id: qualificationId }, ownedBy(actor)] } })
  if (own === 0) return []
  return database().$queryRaw<LetterLink[]>`
    SELECT DISTINCT ON (p.letter) p.id::text, p.letter::text, p.ends_at AS "endsAt", p.bound_at IS NOT NULL AS "isOpened",
      ${WHY_ENDED} AS ended
    FROM phone_sessions p, ${PHONE_ROWS}
    WHERE ${PHONE_JOIN} AND q.id = ${qualificationId}::uuid AND w.revision = q.revision AND p.letter IS NOT NULL
    ORDER BY p.letter, p.ended_at IS NULL DESC, p.created_at DESC`
}
