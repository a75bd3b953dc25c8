import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { notifyPerson, notifyPhone } from '@/lib/accounts/notices/notify'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import { uncountReveal } from '@/lib/accounts/reveals/count-reveal'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { CaseReason } from '@/lib/db/generated/enums'
import { removePasskeysOf } from '../factors/remove-passkeys-of'
import { admitDevice, forgetDevices } from '../sessions/devices'
import { endSessionsIn } from '../sessions/end-sessions'
import { casePhonePlace } from './access-case'
import { requireCaseReviewer, visibleCases } from './case-policy'
import { movePhone } from './change-phone'
import { openedPhone } from './opened-phone'
import { viewedSides } from './viewed-sides'

type Decision = { caseId: string; decision: 'GRANT' } | { caseId: string; decision: 'REFUSE'; reason: CaseReason }

/**
 * Decides a case by the pictures of an identity document. Once granted, the person who opened it can sign in by the
 * number that they proved, in the browser where they opened it. All other browsers, passkeys and sessions of the
 * account are removed, since nobody knows who has them. Once refused, the person may try again.
 *
 *
 * Granting hands an account over, so it needs a view of each picture by this reviewer, and a fresh factor. Refusing
 * needs neither: it gives nothing away.
 * @throws DomainError FORBIDDEN, NOT_FOUND, CONFLICT when it was decided, INVALID_STATE when it leads to nobody or has
 * no picture, PICTURES_NOT_VIEWED with the sides, FRESH_FACTOR_NEEDED, PHONE_TAKEN when the number is registered by now
 */
export async function decideCase(actor: PersonActor, { caseId, ...decision }: Decision): Promise<void> {
  requireCaseReviewer(actor)
  const found = await database().accessCase.findFirst({
    where: { AND: [{ id: caseId }, visibleCases(actor)] },
    include: { dataKey: true },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such case')
  const { kind, userId, locale, deviceHash } = found
  const phone = open(await unwrapDataKey(found.dataKey), casePhonePlace(caseId), found.phoneSealed)
  const isGranted = decision.decision === 'GRANT'
  const reason = decision.decision === 'REFUSE' ? decision.reason : null
  if (isGranted && !userId) throw new DomainError('INVALID_STATE', 'Leads to nobody', { subjectId: caseId })

  await transaction(async (tx) => {
    if (isGranted) {
      await requireViewed(tx, actor, caseId)
      await requireFreshFactor(tx, actor, caseId)
    }
    const state = isGranted ? 'GRANTED' : 'REFUSED'
    const decidedAt = await databaseTime(tx)
    const { count } = await tx.accessCase.updateMany({
      where: { id: caseId, state: 'HANDED_IN' },
      data: { state, decidedAt, decidedById: actor.id, reason },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'Decided meanwhile', { subjectId: caseId })
    const event = { action: 'access_case.decided', subjectId: caseId, data: { decision: state, reason } } as const
    await recordAudit(tx, actor, event, { using: 'review.decide' })
    await uncountReveal(tx, actor, { kind: 'ACCESS_CASE', subjectId: caseId })
    if (isGranted && userId) await letIn(tx, actor, { kind, userId, phone, deviceHash })
    const recipientLocale = isLocale(locale) ? locale : DEFAULT_LOCALE
    await notifyPhone(tx, {
      template: isGranted ? 'ACCESS_GRANTED' : 'ACCESS_REFUSED',
      params: {},
      phone,
      locale: recipientLocale,
    })
  })
}

/**
 * @throws DomainError PICTURES_NOT_VIEWED with the side that is missing, or BOTH; INVALID_STATE when there is no
 *   picture
 */
async function requireViewed(tx: Tx, actor: PersonActor, caseId: string): Promise<void> {
  const files = await tx.accessCaseFile.findMany({ where: { caseId }, orderBy: { side: 'asc' } })
  if (files.length === 0) throw new DomainError('INVALID_STATE', 'No picture to judge by', { subjectId: caseId })
  const viewed = await viewedSides(tx, actor, caseId)
  const [missing, ...others] = files.filter(({ side }) => !viewed.includes(side))
  if (!missing) return
  const sides = others.length > 0 ? 'BOTH' : missing.side
  throw new DomainError('PICTURES_NOT_VIEWED', 'Not each picture was viewed', { subjectId: caseId, params: { sides } })
}

type LetIn = {
  kind: 'LOCKED' | 'LOST_PHONE'
  userId: string
  phone: string
  deviceHash: Uint8Array<ArrayBuffer> | null
}

async function letIn(tx: Tx, actor: PersonActor, { kind, userId, phone, deviceHash }: LetIn): Promise<void> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`
  if (kind === 'LOST_PHONE') {
    const { phoneIndex, former } = await openedPhone(tx, userId)
    await movePhone(tx, { userId, phone, from: phoneIndex })
    const data = { because: 'ACCESS_CASE' }
    await recordAudit(tx, actor, { action: 'phone.changed', subjectId: userId, data })
    const at = shownTime(await databaseTime(tx))
    if (former) await notifyPhone(tx, { template: 'PHONE_CHANGED', params: { at }, ...former })
    await notifyPerson(tx, { userId, template: 'PHONE_CHANGED', params: { at } })
  }
  await tx.user.update({ where: { id: userId }, data: { lockedAt: null, identityMisses: 0 } })
  await endSessionsIn(tx, actor, { userId }, 'ACCESS_CASE')
  await forgetDevices(tx, userId)
  await removePasskeysOf(tx, actor, userId)
  if (deviceHash) await admitDevice(tx, userId, deviceHash)
}
