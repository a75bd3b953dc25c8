import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PersonActor, PhoneActor, Uploader } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { eventsAbout } from '@/tests/factories/audit'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { anOpenedLink } from '@/tests/factories/letter-links'
import { aColleague, aMemberOf } from '@/tests/factories/people'
import { aDraftOfSomebody } from '@/tests/factories/phones'
import { aReadyDraft, asShown } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { examined } from '@/tests/factories/uploads'
import { interleaveWith } from '@/tests/setup/interleave'
import { readDraft } from '../draft/read-draft'
import { submitQualification } from '../draft/submit-qualification'
import { acceptDocument } from '../files/accept-document'
import { confirmFile } from '../files/confirm-file'
import { removeDocumentPage } from '../files/remove-document-page'
import { startUpload } from '../files/start-upload'
import { endPhonesIn } from './end-phones'
import { readPhonePage } from './read-phone-page'
import { stopLetterLink } from './stop-letter-link'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

const LETTER = 'COMMITMENT_LETTER' as const

let applicant: PersonActor & { accountId: string }
let qualificationId: string
let browser: PhoneActor
beforeEach(async () => {
  applicant = (await aDraftOfSomebody()).applicant
  qualificationId = (await aReadyDraft({ applicant })).id
  browser = (await anOpenedLink(applicant, qualificationId)).browser
})

let seed = 10
function picture(): Promise<Buffer> {
  seed += 1
  return specimen(LETTER, seed)
}
const placeOf = (kind: DocumentKind) => ({ qualificationId, kind, senderSignatureId: null, fileName: 'IMG_1.jpg' })
const send = async (actor: Uploader, kind: DocumentKind = LETTER, meanwhile = async () => {}) => {
  const source = Readable.from(
    (async function* () {
      yield await picture()
      await meanwhile()
    })(),
  )
  return (await acceptDocument(actor, { ...placeOf(kind), source })).fileId
}
const ready = async (actor: Uploader) => {
  const fileId = await send(actor)
  await examined(fileId)
  return fileId
}
const letterOf = async (of: { applicant: PersonActor; id: string } = { applicant, id: qualificationId }) => {
  const draft = await readDraft(of.applicant, of.id)
  return {
    pages: draft?.slots.find(({ slot }) => slot.kind === LETTER)?.pages ?? [],
    waiting: draft?.findings.filter(({ code }) => code === 'FILES_UNCONFIRMED') ?? [],
  }
}
const submitted = async () =>
  submitQualification(applicant, { ...(await asShown(applicant, qualificationId)), revision: 1 })

test('a file that came through a link says so, and counts once the applicant confirmed it', async () => {
  const fileId = await ready(browser)
  const { pages, waiting } = await letterOf()
  expect(pages.at(-1)).toMatchObject({ fileId, isForwarded: true, isUnconfirmed: true })
  expect(pages.slice(0, -1).some(({ isForwarded }) => isForwarded)).toBe(false)
  expect(waiting).toMatchObject([{ severity: 'block', place: { kind: LETTER }, params: { files: 1 } }])
  await expect(submitted()).rejects.toMatchObject({ code: 'INCOMPLETE' })

  const member = await aMemberOf(applicant.accountId)
  await Promise.all([applicant, member.actor, applicant].map((by) => confirmFile(by, { qualificationId, fileId })))
  const confirmed = await letterOf()
  expect(confirmed.pages.at(-1)).toMatchObject({ fileId, isForwarded: true, isUnconfirmed: false })
  expect(confirmed.waiting).toEqual([])
  const { phoneSessionId: letterLinkId } = browser
  const [taken] = (await eventsAbout(qualificationId, 'document.taken_in')).slice(-1)
  expect(taken).toMatchObject({
    actorId: applicant.id,
    data: { through: 'LETTER_LINK', letterLinkId, phoneSessionId: null },
  })
  const confirmations = await eventsAbout(qualificationId, 'letter_link.file_confirmed')
  expect(confirmations).toMatchObject([{ data: { letterLinkId, fileId, kind: LETTER } }]) // of three at once
  await submitted()
})

test('it uploads into its letter alone, and sees no other slot and no file of the applicant’s', async () => {
  await expect(send(browser, 'ID_PORTRAIT')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const announced = { ...placeOf('ID_PORTRAIT'), size: 100, id: crypto.randomUUID() }
  await expect(startUpload(browser, announced)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const page = await readPhonePage(browser)
  expect(page?.slots.map(({ slot, files }) => [slot.kind, files])).toEqual([[LETTER, []]])
  const [own] = (await letterOf()).pages
  const removing = removeDocumentPage(browser, { qualificationId, fileId: own?.fileId ?? '' })
  await expect(removing).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what came through it can be removed there until it is confirmed, and by the applicant always', async () => {
  const [one, two] = [await ready(browser), await ready(browser)]
  await removeDocumentPage(browser, { qualificationId, fileId: one })
  await expect(confirmFile(applicant, { qualificationId, fileId: one })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await confirmFile(applicant, { qualificationId, fileId: two })
  const [sent] = (await readPhonePage(browser))?.slots[0]?.files ?? []
  expect(sent).toMatchObject({ fileId: two, isConfirmed: true })
  const again = removeDocumentPage(browser, { qualificationId, fileId: two })
  await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await removeDocumentPage(applicant, { qualificationId, fileId: two })
  expect((await letterOf()).waiting).toEqual([])
})

test('nobody else confirms, and not after the submission', async () => {
  const fileId = await ready(browser)
  const { applicant: stranger } = await aDraftOfSomebody()
  await expect(confirmFile(stranger, { qualificationId, fileId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await confirmFile(applicant, { qualificationId, fileId })
  await submitted()
  await expect(confirmFile(applicant, { qualificationId, fileId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('a file that arrives while the link is revoked is refused, and leaves nothing', async () => {
  const before = await database().storedFile.count({ where: { accountId: applicant.accountId } })
  const revoke = () => stopLetterLink(applicant, { qualificationId, letter: LETTER })
  await expect(send(browser, LETTER, revoke)).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
  expect(await database().storedFile.count({ where: { accountId: applicant.accountId } })).toBe(before)

  const again = (await anOpenedLink(applicant, qualificationId)).browser
  const ending = (tx: Parameters<typeof endPhonesIn>[0]) =>
    endPhonesIn(tx, applicant, { qualificationId, letter: LETTER }, 'STOPPED')
  await expect(interleaveWith(ending, () => send(again))).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
})

test('a file that arrives while the draft is submitted is refused, and one that is there first is submitted by nobody', async () => {
  await expect(send(browser, LETTER, async () => void (await submitted()))).rejects.toMatchObject({ code: 'CONFLICT' })

  qualificationId = (await aReadyDraft({ applicant })).id
  browser = (await anOpenedLink(applicant, qualificationId)).browser
  const seen = await asShown(applicant, qualificationId)
  await ready(browser)
  await expect(submitQualification(applicant, { ...seen, revision: 1 })).rejects.toMatchObject({ code: 'INCOMPLETE' })
})

test('it takes the place of a refused photograph once it is confirmed, not before', async () => {
  const made = await aSubmitted()
  await decide((await aColleague()).actor, made.id, { [LETTER]: 'THUMBPRINT_MISSING' })
  applicant = { ...made.applicant.actor, accountId: made.applicant.actor.accountIds[0] ?? '' }
  qualificationId = made.id
  browser = (await anOpenedLink(applicant, qualificationId)).browser
  const [refused] = (await letterOf()).pages
  const fileId = await ready(browser)
  expect((await letterOf()).pages.map((page) => page.fileId)).toEqual([refused?.fileId, fileId])
  await confirmFile(applicant, { qualificationId, fileId })
  expect((await letterOf()).pages.map((page) => page.fileId)).toEqual([fileId])
  await submitQualification(applicant, { ...(await asShown(applicant, qualificationId)), revision: 2 })
})
