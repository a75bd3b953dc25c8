import { Readable } from 'node:stream'
import { setUrgency } from '@/lib/cases/set-urgency'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { expireQualifications } from '@/lib/qualifications/clock/expire-qualifications'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aFullDraft, aSubmitted, decide, resubmit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { IDENTITY } from '@/tests/factories/qualifications'
import { aReading, readPortraitAs } from '@/tests/factories/readings'
import { specimen } from '@/tests/factories/specimens'
import { fileWithMobile, requestMaterialFor } from '@/tests/factories/supplements'
import { uploadReady } from '@/tests/factories/uploads'
import { aSentCase } from './sent-case'

export type Staff = Awaited<ReturnType<typeof someStaff>>
export type Cases = Awaited<ReturnType<typeof aCaseInEachStatus>>

/** Makes one person for each staff role, and a colleague who decides. */
export async function someStaff() {
  return {
    administrator: (await aColleague({ roles: ['ADMIN'], name: '周岚' })).actor,
    reviewer: (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor,
    lead: (await aColleague({ roles: ['LEAD', 'AUDITOR'], name: '高原' })).actor,
    colleague: await aColleague({ roles: ['REVIEWER'], name: '苏合' }),
  }
}

/** Makes a qualification for each status, by the verbs that lead there. */
export async function aCaseInEachStatus({ administrator, reviewer, lead, colleague }: Staff) {
  const draft = await aFullDraft()
  const [approved, changed, rejected, waiting, held] = [
    await aSubmitted(),
    await aSubmitted(),
    await aSubmitted(),
    await aSubmitted(),
    await aSubmitted(),
  ]
  await readPortraitAs(approved.id, aReading({ fields: { name: '王大明', idNumber: IDENTITY['person.idNumber'] } }))
  await decide(colleague.actor, approved.id)
  const filed = await fileWithMobile(approved.id)
  await requestMaterialFor(filed)
  await requestMaterialFor(filed, { kind: 'ID_IN_HAND', note: '请补一张手持证件照' })
  const slot = { qualificationId: approved.id, kind: 'ID_IN_HAND', senderSignatureId: null } as const
  const source = Readable.from(await specimen('ID_IN_HAND', 1))
  await uploadReady(approved.applicant.actor, { ...slot, fileName: '手持.jpg', source })
  const place = { left: 0.1, top: 0.6, right: 0.4, bottom: 0.8 }
  await decide(colleague.actor, changed.id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' }, place)
  await decide(colleague.actor, rejected.id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' }, place)
  await readPortraitAs(held.id, aReading({ fields: { name: '王大明', idNumber: IDENTITY['person.idNumber'] } }), [
    'GLARE',
  ])
  await claimQualification(reviewer, { qualificationId: held.id })
  const again = await aSubmitted()
  await decide(colleague.actor, again.id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' }, place)
  await resubmit(again.applicant.actor, again.id, ['ID_PORTRAIT', 'COMMITMENT_LETTER'])
  await claimQualification(colleague.actor, { qualificationId: again.id })
  await setUrgency(lead, { qualificationId: waiting.id, isUrgent: true })
  const suspended = await aSubmitted()
  await decide(colleague.actor, suspended.id)
  const note = '请先说明六月九日的投诉。'
  await suspendQualification(administrator, { qualificationId: suspended.id, reason: 'COMPLAINTS', note })
  const withdrawn = await aSubmitted()
  await withdrawQualification(withdrawn.applicant.actor, { qualificationId: withdrawn.id })
  const expired = await aSubmitted()
  await decide(colleague.actor, expired.id)
  await database().qualification.update({ where: { id: expired.id }, data: { validUntil: new Date(0) } })
  await expireQualifications()
  const renewed = await aSubmitted()
  await decide(colleague.actor, renewed.id)
  const validUntil = new Date(Date.now() + 9 * DAY)
  await database().qualification.update({ where: { id: renewed.id }, data: { validUntil } })
  const renewal = await renewQualification(renewed.applicant.actor, { qualificationId: renewed.id })
  const sent = await aSentCase(lead)
  const decided = { approved, changed, rejected, suspended, expired, renewed }
  return { draft, waiting, held, sent, again, withdrawn, renewal, ...decided }
}
