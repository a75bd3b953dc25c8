import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { maskNumber, maskPhone } from '@/lib/core/masking'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { CaseSide } from '@/lib/db/generated/enums'
import { casePhonePlace, caseReference } from './access-case'
import { requireCaseReviewer, visibleCases } from './case-policy'
import { readDeclaredPeople } from './declared-people'
import { viewedSides } from './viewed-sides'

/**
 * Returns a case with the data that its pictures are compared with, ID numbers masked (`showCaseNumbers` shows them),
 * and which pictures the reader has viewed, or null when they may see no such case.
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
  const { id, kind, state, reason, submittedAt, decidedAt, userId, phoneSealed, dataKey } = found
  const viewed = await viewedSides(database(), actor, id)
  // A decided case needs no more comparing.
  const people = userId && state === 'HANDED_IN' ? await readDeclaredPeople(database(), userId) : []
  return {
    ...{ id, kind, state, reason, submittedAt, decidedAt },
    reference: caseReference(id),
    hasAccount: userId !== null,
    phone: maskPhone(open(await unwrapDataKey(dataKey), casePhonePlace(id), phoneSealed)),
    pictures: Object.values(CaseSide)
      .filter((side) => found.files.some((file) => file.side === side))
      .map((side) => ({
        side,
        isViewed: viewed.includes(side),
      })),
    people: people.map(({ idNumber, ...person }) => ({ ...person, idNumber: maskNumber(idNumber) })),
  }
}
