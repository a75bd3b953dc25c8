import 'server-only'
import { maskedNumber } from '@/lib/accounts/mobile-number'
import type { PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { masked } from '@/lib/core/masked'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { CASE_SIDES, casePhonePlace, caseReference } from './access-case'
import { requireCaseReviewer, visibleCases } from './case-policy'
import { readDeclaredPeople } from './declared-people'
import { viewedSides } from './viewed-sides'

/**
 * A case with what its pictures are compared with, ID numbers masked (`showCaseNumbers` shows them), and which pictures the
 * reader has viewed. Null when there is none that they may see.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readCase(actor: PersonActor, caseId: string) {
  requireCaseReviewer(actor)
  if (!isId(caseId)) return null
  const found = await database().accessCase.findFirst({
    where: { AND: [{ id: caseId }, visibleCases(actor)] },
    include: { dataKey: true, files: true },
  })
  if (!found) return null
  const { id, kind, state, reason, handedInAt, decidedAt, userId, phoneSealed, dataKey } = found
  const viewed = await viewedSides(database(), actor, id)
  // What was decided needs no comparing any more.
  const people = userId && state === 'HANDED_IN' ? await readDeclaredPeople(database(), userId) : []
  return {
    ...{ id, kind, state, reason, handedInAt, decidedAt },
    reference: caseReference(id),
    hasAccount: userId !== null,
    phone: maskedNumber(open(await unwrapDataKey(dataKey), casePhonePlace(id), phoneSealed)),
    pictures: CASE_SIDES.filter((side) => found.files.some((file) => file.side === side)).map((side) => ({
      side,
      isViewed: viewed.includes(side),
    })),
    people: people.map(({ idNumber, ...person }) => ({ ...person, idNumber: masked(idNumber) })),
  }
}
