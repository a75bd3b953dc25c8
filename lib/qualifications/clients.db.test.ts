import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { withdrawConsent } from '@/lib/privacy/consents/withdraw-consent'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aReadyDraft, aRegisteredApplicant, PHONE } from '@/tests/factories/qualifications'
import { createQualification } from './draft/create-qualification'
import { findDraft } from './draft/draft'
import { examineDraft, shownDigest } from './draft/examine-draft'
import { readDraft } from './draft/read-draft'
import { renewQualification } from './draft/renew-qualification'
import { submitQualification } from './draft/submit-qualification'
import { isOwn, isVisibleTo, ownedBy, visibleTo } from './policy'
import { withdrawQualification } from './standing/withdraw-qualification'

/** Systems of the platform act by the verbs of people, and the history names their key. */

type Client = Awaited<ReturnType<typeof aClient>>

const rowOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

async function shownTo(client: Client, qualificationId: string) {
  const draft = await findDraft(database(), client, qualificationId)
  const { findings } = await examineDraft(database(), draft)
  const { revision, draftVersion } = draft.submission
  return { qualificationId, revision, draftVersion, shown: shownDigest(findings) }
}

test('a client starts, submits and withdraws an application, and its key is named where a person would be', async () => {
  const { applicant, id } = await aReadyDraft()
  const client = await aClient({ accountId: applicant.accountId })
  const receipt = await submitQualification(client, await shownTo(client, id))
  expect(receipt).toMatchObject({ id, revision: 1 })
  const submission = await database().submission.findFirstOrThrow({ where: { qualificationId: id } })
  expect(submission).toMatchObject({ submittedById: null, submittedByKeyId: client.id })
  expect(await eventsAbout(id, 'qualification.submitted')).toMatchObject([
    { actorKind: 'CLIENT', actorId: client.id, capabilities: [] },
  ])
  await withdrawQualification(client, { qualificationId: id })
  const [change] = await database().statusChange.findMany({ where: { qualificationId: id } })
  expect(change).toMatchObject({ kind: 'WITHDRAWN', byId: null, byKeyId: client.id })

  const own = await createQualification(client, { kind: 'INDIVIDUAL', accountId: applicant.accountId })
  expect(await rowOf(own.id)).toMatchObject({ createdById: null, createdByKeyId: client.id })
  expect((await readDraft(applicant, own.id))?.fields).toEqual({ 'contact.phone': PHONE })
  const next = await createQualification(client, { kind: 'INDIVIDUAL', accountId: applicant.accountId })
  expect(next.id).not.toBe(own.id)
})

test('a row names a person or a key, never both and never neither', async () => {
  const { applicant, id } = await aReadyDraft()
  const client = await aClient()
  const both = database().qualification.update({ where: { id }, data: { createdByKeyId: client.id } })
  await expect(both).rejects.toThrow('qualifications_created_by_check')
  const neither = database().qualification.update({ where: { id }, data: { createdById: null } })
  await expect(neither).rejects.toThrow('qualifications_created_by_check')
  const submitted = { submittedAt: new Date(), submittedById: applicant.id, submittedByKeyId: client.id }
  const twice = database().submission.updateMany({ where: { qualificationId: id }, data: submitted })
  await expect(twice).rejects.toThrow('submissions_submitted_check')
  const change = { qualificationId: id, kind: 'WITHDRAWN', at: new Date(), byId: applicant.id } as const
  const byBoth = database().statusChange.create({ data: { ...change, byKeyId: client.id } })
  await expect(byBoth).rejects.toThrow('turns_by_check')
})

test('scopes and account of the key decide what a client sees and writes', async () => {
  const { applicant, id: qualificationId } = await aReadyDraft()
  const { accountId } = applicant
  const row = await rowOf(qualificationId)
  const foreign = (await aRegisteredApplicant()).accountId
  const cases = [
    [await aClient(), true, true],
    [await aClient({ accountId }), true, true],
    [await aClient({ accountId, scopes: ['QUALIFICATIONS_READ'] }), true, false],
    [await aClient({ accountId: foreign }), false, false],
    [await aClient({ isTest: true }), false, false],
    [await aClient({ scopes: ['FILINGS_WRITE', 'QUEUE_READ'] }), false, false], // of what was submitted alone
    [await aClient({ scopes: ['SENDERS_CHECK', 'ACCOUNTS_WRITE'] }), false, false],
  ] as const
  for (const [client, sees, writes] of cases) {
    for (const filter of [visibleTo(client), ownedBy(client)]) {
      expect(await database().qualification.count({ where: { AND: [{ id: qualificationId }, filter] } })).toBe(
        Number(sees),
      )
    }
    expect(isVisibleTo(client, { ...row, isTest: false })).toBe(sees)
    if (sees) expect(isOwn(client, row)).toBe(writes)
    if (writes) continue
    const code = sees ? 'FORBIDDEN' : 'NOT_FOUND'
    const shown = { qualificationId, revision: 1, draftVersion: 0 }
    await expect(submitQualification(client, shown)).rejects.toMatchObject({ code })
    await expect(withdrawQualification(client, { qualificationId })).rejects.toMatchObject({ code })
    await expect(renewQualification(client, { qualificationId })).rejects.toMatchObject({ code })
    const creating = createQualification(client, { kind: 'INDIVIDUAL', accountId })
    await expect(creating).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  expect((await rowOf(qualificationId)).status).toBe('DRAFT')
  const nowhere = createQualification(await aClient(), { kind: 'INDIVIDUAL', accountId: crypto.randomUUID() })
  await expect(nowhere).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what a client makes rests on the consents of every member, given in the portal', async () => {
  const client = await aClient()
  const empty = await database().account.create({ data: {} })
  const creating = createQualification(client, { kind: 'INDIVIDUAL', accountId: empty.id })
  await expect(creating).rejects.toMatchObject({ code: 'CONSENT_MISSING' })

  const { applicant, id } = await aReadyDraft()
  const { actor: member } = await aMemberOf(applicant.accountId)
  const live = { userId: member.id, withdrawnAt: null }
  const { count } = await database().consent.updateMany({ where: live, data: { withdrawnAt: new Date() } })
  expect(count).toBeGreaterThan(0)
  const shown = await shownTo(client, id)
  await expect(submitQualification(client, shown)).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  await database().consent.updateMany({ where: { userId: member.id }, data: { withdrawnAt: null } })
  await submitQualification(client, shown)

  const made = await createQualification(client, { kind: 'INDIVIDUAL', accountId: applicant.accountId })
  await withdrawConsent(member, { statement: 'PERSONAL_INFORMATION' })
  expect((await rowOf(made.id)).status).toBe('WITHDRAWN')
  expect((await rowOf(id)).status).toBe('SUBMITTED') // a person made it
})
