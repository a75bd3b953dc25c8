import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { withdrawConsent } from '@/lib/privacy/consents/withdraw-consent'
import { erasedPath } from '@/lib/privacy/erasure/erased-path'
import { requestErasure } from '@/lib/privacy/erasure/request-erasure'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { openFile } from '@/lib/qualifications/files/open-file'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { codeForAct } from '@/lib/sign-in/codes/own-phone'
import { browserHash, codeHash } from '@/lib/sign-in/codes/sign-in-codes'
import { attestedBefore } from '@/tests/factories/attestations'
import { BROWSER } from '@/tests/factories/codes'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aFullDraft, aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import type { Screen } from './screen'

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

/** Requests erasure, by the code that was sent to the applicant's phone. */
async function requestErasureOf({ actor, phone, accountId }: Applicant, qualificationId: string | null) {
  const [id, code] = [newId(), '246810']
  const expiresAt = new Date(Date.now() + 5 * MINUTE)
  const phoneIndex = await blindIndex('phone', phone)
  const requestedBy = await browserHash(phoneIndex, BROWSER, codeForAct(actor, 'ERASURE'))
  const hashes = { codeHash: await codeHash(id, code), browserHash: requestedBy }
  await database().signInCode.create({ data: { id, phoneIndex, ...hashes, expiresAt } })
  const at = { address: anAddress(), browser: BROWSER }
  return requestErasure(actor, { accountId, qualificationId, code }, at)
}

/** Creates a submitted application that staff viewed, and whose original was exported. */
export async function aViewed(applicant?: Applicant) {
  const made = await aSubmitted(applicant ? { applicant } : {})
  const { id: qualificationId } = made
  const reviewer = await aColleague()
  const admin = await aColleague({ roles: ['ADMIN'] })
  await claimQualification(reviewer.actor, { qualificationId })
  const pages = await database().documentPage.findMany({
    where: { document: { kind: 'ID_PORTRAIT', submission: { qualificationId } } },
  })
  const fileId = pages[0]?.fileId ?? ''
  for (const variant of ['THUMBNAIL', 'RENDITION'] as const) {
    const { stream } = await openFile(reviewer.actor, { fileId, variant, page: 0 })
    stream.resume()
  }
  await exportOriginal(admin.actor, { qualificationId, fileId, reason: 'INSPECTION', note: null })
  return { ...made, reviewer: reviewer.actor, admin: admin.actor }
}

export async function anApproved(applicant: Applicant) {
  const made = await aSubmitted({ applicant })
  await decide((await aColleague()).actor, made.id)
  return made
}

async function hold(qualificationId: string, placedById: string) {
  await transaction(async (tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    await tx.legalHold.create({ data: { id: newId(), qualificationId, reason: 'DISPUTE', dataKeyId, placedById } })
  })
}

/** Pictures the pages on which applicants see what is stored about them. */
export async function privacyPages(newcomer: PersonActor): Promise<Screen[]> {
  const viewed = await aViewed()
  const { applicant, admin } = viewed
  const approved = await anApproved(applicant)
  await hold(approved.id, admin.id)
  await requestErasureOf(applicant, approved.id)
  const gone = await aFullDraft({ applicant })
  await requestErasureOf(applicant, gone.id)
  const { actor, accountId } = applicant

  const unwilling = await aRegisteredApplicant()
  const [draft, inForce] = [await aFullDraft({ applicant: unwilling }), await anApproved(unwilling)]
  const withdrawn = await aRegisteredApplicant()
  await attestedBefore(withdrawn.accountId)
  await aFullDraft({ applicant: withdrawn })
  await withdrawConsent(withdrawn.actor, { statement: 'PROVISION_TO_CARRIERS' })

  const asked = await aRegisteredApplicant()
  const toSubmit = await aFullDraft({ applicant: asked })
  await agreedToFirstTexts({ userId: asked.id })

  const closed = await aFullDraft()
  const { requestId } = await requestErasureOf(closed.applicant, null)
  const erase = `/my-data/erase?account=${unwilling.accountId}`
  return [
    { name: 'my-data-empty', url: '/my-data', actor: newcomer },
    { name: 'my-data', url: `/my-data?erasure=DONE`, actor },
    { name: 'my-data-views', url: '/my-data/views', actor },
    { name: 'my-data-erase-waiting', url: `/my-data/erase?account=${accountId}&qualification=${approved.id}`, actor },
    { name: 'my-data-consents', url: '/my-data/consents', actor: newcomer },
    {
      name: 'my-data-consents-withdrawn',
      url: '/my-data/consents?withdrawn=1&suspended=0',
      actor: withdrawn.actor,
    },
    { name: 'my-data-consents-changed', url: '/my-data/consents', actor: asked.actor },
    { name: 'new-consents-changed', url: '/qualifications/new', actor: asked.actor },
    { name: 'check-consents-changed', url: `/qualifications/${toSubmit.id}/check`, actor: asked.actor },
    { name: 'qualifications-without-consent', url: '/qualifications', actor: withdrawn.actor },
    {
      name: 'my-data-consent-withdraw',
      url: '/my-data/consents/SENSITIVE_PERSONAL_INFORMATION',
      actor: unwilling.actor,
    },
    { name: 'my-data-erase', url: `${erase}&qualification=${draft.id}`, actor: unwilling.actor },
    { name: 'my-data-erase-decided', url: `${erase}&qualification=${inForce.id}`, actor: unwilling.actor },
    { name: 'my-data-erase-all', url: erase, actor: unwilling.actor },
    { name: 'erased', url: await erasedPath(requestId) },
    { name: 'erased-over', url: '/erased/nothing' },
  ]
}
