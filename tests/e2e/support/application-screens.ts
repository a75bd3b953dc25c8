import { Readable } from 'node:stream'
import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { ON_BEHALF, OTHER_ADMIN } from '@/tests/factories/contents'
import { aDoubtfulDraft } from '@/tests/factories/doubtful-drafts'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { aSubmittedQualification } from '@/tests/factories/review'
import { specimen } from '@/tests/factories/specimens'
import { uploadReady } from '@/tests/factories/uploads'
import type { Cases } from './cases'
import { blurredPicture } from './pictures'
import type { Screen } from './screen'
import { expect } from './test'

const TASKS = [
  'who',
  'organisation',
  'legal-representative',
  'administrator',
  'use',
  'signatures',
  'documents',
  'letter',
  'check',
] as const

/** Lists the pages of an individual's application that is not submitted yet. */
export function draftPages({ draft }: Cases): Screen[] {
  const actor = draft.applicant.actor
  const at = (rest: string) => `/qualifications/${draft.id}${rest}`
  return [
    { name: 'qualification-draft', url: at(''), actor },
    { name: 'who', url: at('/who'), actor },
    { name: 'who-drops', url: at('/who'), actor, before: choosePassport },
    { name: 'identity', url: at('/identity'), actor },
    { name: 'use', url: at('/use'), actor },
    { name: 'signatures', url: at('/signatures'), actor },
    { name: 'documents', url: at('/documents'), actor },
    { name: 'documents-doubted', url: at('/documents'), actor, before: chooseBlurred },
    { name: 'letter', url: at('/letter'), actor },
    { name: 'check', url: at('/check'), actor },
  ]
}

/** Chooses a passport: its one page leaves the photograph of the other side without a purpose. */
async function choosePassport(page: Page): Promise<void> {
  await page.locator('select[name="person.idType"]').selectOption('PASSPORT')
  await expect(page.locator('button[name=drop]')).toBeVisible()
}

/** Shows the questions that an organisation answers before it starts. */
export async function chooseOrganisation(page: Page): Promise<void> {
  await page.locator('input[name=kind][value=ORGANISATION]').check()
  await page.locator('select[name="organisation.type"]').selectOption('ENTERPRISE')
}

async function chooseBlurred(page: Page): Promise<void> {
  const slot = page.locator('#ID_PORTRAIT')
  await slot
    .locator('input[type=file]')
    .first()
    .setInputFiles(await blurredPicture())
  await expect(slot.getByRole('img', { name: 'blurred.jpg' })).toBeVisible()
}

/** Lists the pages of an application in which much is found. */
export async function doubtfulPages(): Promise<Screen[]> {
  const { id, applicant } = await aDoubtfulDraft()
  const url = `/qualifications/${id}`
  const { actor } = applicant
  return [
    { name: 'qualification-draft-with-warnings', url, actor },
    { name: 'documents-with-warnings', url: `${url}/documents`, actor },
    { name: 'check-with-warnings', url: `${url}/check`, actor },
  ]
}

/** Lists the pages of an application whose photographs came first, and were read. */
export async function readPages(): Promise<Screen[]> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  const send = async (kind: 'ID_PORTRAIT' | 'ID_EMBLEM') => {
    const upload = { qualificationId: id, kind, senderSignatureId: null, fileName: '照片.jpg' }
    return uploadReady(actor, { ...upload, source: Readable.from(await specimen(kind)) })
  }
  const [portrait, emblem] = [await send('ID_PORTRAIT'), await send('ID_EMBLEM')]
  await readAs(portrait.fileId, aReading({ fields: { name: '王小明', idNumber: '11010519491231002X' } }))
  await readAs(emblem.fileId, aReading({ side: 'EMBLEM', quality: { glare: true } }))
  const url = `/qualifications/${id}`
  return [
    { name: 'documents-read', url: `${url}/documents`, actor },
    { name: 'identity-read', url: `${url}/identity`, actor },
    { name: 'check-read', url: `${url}/check`, actor },
  ]
}

/** Lists the pages of an organisation's application, and the letter of a business without a seal. */
export async function organisationPages(): Promise<Screen[]> {
  const { id, applicant } = await anOrganisationDraft({
    fields: { ...OTHER_ADMIN, ...ON_BEHALF },
    signatures: [
      { text: '样本科技', source: 'ORGANISATION_NAME' },
      { text: '样本百货', source: 'TRADEMARK', isOnBehalf: true },
    ],
  })
  const unsealed = { 'organisation.type': 'INDIVIDUAL_BUSINESS', 'organisation.hasSeal': 'NO' }
  const business = await anOrganisationDraft({ fields: unsealed })
  const url = `/qualifications/${id}`
  const actor = applicant.actor
  return [
    { name: 'qualification-organisation-draft', url, actor },
    ...TASKS.map((task) => ({ name: `organisation-${task}`, url: `${url}/${task}`, actor })),
    {
      name: 'letter-without-seal',
      url: `/qualifications/${business.id}/letter`,
      actor: business.applicant.actor,
    },
  ]
}

/** Lists what was submitted, as applicants see it: with results, of two revisions, and without results. */
export function submittedPages({ rejected, again, waiting }: Cases): Screen[] {
  const copyOf = ({ applicant, id }: Cases['draft'], name: string, revision = 1): Screen => ({
    name: `submitted-${name}`,
    url: `/qualifications/${id}/submitted/${revision}`,
    actor: applicant.actor,
  })
  return [copyOf(rejected, 'rejected'), copyOf(again, 'first'), copyOf(again, 'second', 2), copyOf(waiting, 'waiting')]
}

/** Lists what applicants see of their applications, one for each status. */
export function statusPages({ renewal, ...cases }: Cases): Screen[] {
  const statusOf = ({ applicant, id }: Cases['draft'], name: string): Screen => ({
    name: `qualification-${name}`,
    url: `/qualifications/${id}`,
    actor: applicant.actor,
  })
  const { actor } = cases.renewed.applicant
  return [
    statusOf(cases.approved, 'approved'),
    statusOf(cases.withdrawn, 'withdrawn'),
    statusOf(cases.expired, 'expired'),
    statusOf(cases.renewed, 'renewed'),
    { name: 'renewal-documents', url: `/qualifications/${renewal.id}/documents`, actor },
    { name: 'renewal-check', url: `/qualifications/${renewal.id}/check`, actor },
    { name: 'qualifications-renewing', url: '/qualifications', actor },
    statusOf(cases.changed, 'changes-requested'),
    statusOf(cases.rejected, 'rejected'),
    statusOf(cases.suspended, 'suspended'),
    statusOf(cases.waiting, 'submitted'),
    statusOf(cases.held, 'in-review'),
  ]
}

/** Lists what members of a test account see: the list, a draft, and what is submitted. */
export async function testPages(): Promise<Screen[]> {
  const { actor } = await aRegisteredApplicant()
  const members = { create: { userId: actor.id } }
  const { id: accountId } = await database().account.create({ data: { isTest: true, members } })
  const applicant = { ...actor, accountId, accountIds: [accountId] }
  const { id } = await aDraft(applicant)
  const { qualification } = await aSubmittedQualification({ applicant })
  return [
    { name: 'qualifications-test', url: '/qualifications', actor },
    { name: 'qualification-test-draft', url: `/qualifications/${id}`, actor },
    { name: 'qualification-test', url: `/qualifications/${qualification.id}`, actor },
  ]
}
