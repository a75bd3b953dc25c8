import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Sender } from '@/lib/actor/actor'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { replacePage } from '@/lib/qualifications/files/replace-page'
import { eventsAbout } from '@/tests/factories/audit'
import { aSubmitted, decide, submit } from '@/tests/factories/journey'
import { anOpenedLink } from '@/tests/factories/letter-links'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { specimen } from '@/tests/factories/specimens'
import { aWaitingFile, uploadReady } from '@/tests/factories/uploads'

type Submitted = Awaited<ReturnType<typeof aSubmitted>>

const filesIn = async ({ applicant, id }: Submitted) => {
  const draft = await readDraft(applicant.actor, id)
  return (draft?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')?.pages ?? []).map(({ fileId }) => fileId)
}

async function upload({ applicant, id: qualificationId }: Submitted, seed = 1) {
  const place = { qualificationId, kind: 'COMMITMENT_LETTER', senderSignatureId: null } as const
  const source = Readable.from(await specimen('COMMITMENT_LETTER', seed))
  return uploadReady(applicant.actor, { ...place, fileName: 'letter.jpg', source })
}

async function accept(sender: Sender, qualificationId: string) {
  const place = { qualificationId, kind: 'COMMITMENT_LETTER', senderSignatureId: null } as const
  const source = Readable.from(await specimen('COMMITMENT_LETTER', 6))
  return acceptDocument(sender, { ...place, fileName: 'letter.jpg', source })
}

const replace = ({ applicant, id: qualificationId }: Submitted, fileId = '', isToReplace = true) =>
  replacePage(applicant.actor, { qualificationId, fileId, isToReplace })

async function refused(reason: 'THUMBPRINT_MISSING' | 'PAGE_MISSING') {
  const made = await aSubmitted()
  await decide((await aColleague()).actor, made.id, { COMMITMENT_LETTER: reason })
  return made
}

test('the photograph of a refused letter is replaced by the next one, and more are added to that', async () => {
  const made = await refused('THUMBPRINT_MISSING')
  const [before] = await filesIn(made)
  await upload(made)
  const [corrected, ...none] = await filesIn(made)
  expect(none).toEqual([])
  expect(corrected).not.toBe(before)
  const removed = (await eventsAbout(made.id)).filter(({ action }) => action === 'document.removed')
  expect(removed).toMatchObject([{ data: { kind: 'COMMITMENT_LETTER', fileId: before } }])

  await upload(made, 2)
  const pages = await filesIn(made)
  expect(pages).toHaveLength(2)
  expect(pages[0]).toBe(corrected)
  await submit(made.applicant.actor, made.id)
})

test('where a page was missing, the one that is there stays', async () => {
  const made = await refused('PAGE_MISSING')
  const before = await filesIn(made)
  await upload(made, 3)
  expect(await filesIn(made)).toEqual([...before, expect.any(String)])
})

/** Returns a letter of two photographs that was refused. */
async function refusedOfTwo() {
  const made = await refused('THUMBPRINT_MISSING')
  await upload(made, 1)
  await upload(made, 2)
  await submit(made.applicant.actor, made.id)
  await decide((await aColleague()).actor, made.id, { COMMITMENT_LETTER: 'THUMBPRINT_MISSING' })
  return made
}

test('of several refused pages the one that the applicant chose is replaced, in its place', async () => {
  const made = await refusedOfTwo()
  const [first, second] = await filesIn(made)
  await upload(made, 3)
  const third = (await filesIn(made)).at(-1)
  expect(await filesIn(made)).toEqual([first, second, third]) // without a choice none is removed
  await removeDocumentPage(made.applicant.actor, { qualificationId: made.id, fileId: third ?? '' })

  await replace(made, second)
  await replace(made, first) // one at a time
  const chosen = (await readDraft(made.applicant.actor, made.id))?.slots.flatMap(({ pages }) => pages)
  expect(chosen?.filter(({ isToReplace }) => isToReplace).map(({ fileId }) => fileId)).toEqual([first])
  const { fileId } = await upload(made, 4)
  expect(await filesIn(made)).toEqual([fileId, second])
  const removed = (await eventsAbout(made.id, 'document.removed')).at(-1)
  expect(removed).toMatchObject({ data: { fileId: first } })
  const { fileId: another } = await upload(made, 5)
  expect(await filesIn(made)).toEqual([fileId, second, another]) // it was the next one alone
  await submit(made.applicant.actor, made.id)
})

test('a choice is taken back, and of two files at once one takes the place', async () => {
  const made = await refusedOfTwo()
  const [first, second] = await filesIn(made)
  await replace(made, first)
  await replace(made, first, false)
  const { fileId: added } = await upload(made, 3)
  expect(await filesIn(made)).toEqual([first, second, added])
  await replace(made, second)
  await Promise.all([upload(made, 4), upload(made, 5)])
  const pages = await filesIn(made)
  expect(pages).toHaveLength(4)
  expect([pages[0], pages.includes(second ?? '')]).toEqual([first, false])
  expect(pages).toContain(added)
})

test('in a full slot there is room for the page that is to be replaced, and for no more', async () => {
  const made = await refusedOfTwo()
  for (const seed of [3, 4, 5]) await upload(made, seed)
  await expect(upload(made, 6)).rejects.toMatchObject({ code: 'SLOT_FULL' })
  const [, second] = await filesIn(made)
  await replace(made, second)
  const { fileId } = await upload(made, 6)
  expect((await filesIn(made))[1]).toBe(fileId)
  await expect(upload(made, 7)).rejects.toMatchObject({ code: 'SLOT_FULL' })
})

test('in a full slot the choice stays once its file was uploaded, and a link to the letter has no place by it', async () => {
  const made = await refusedOfTwo()
  for (const seed of [3, 4, 5]) await upload(made, seed)
  const [, second] = await filesIn(made)
  await replace(made, second)
  const { browser } = await anOpenedLink(made.applicant.actor, made.id)
  await expect(accept(browser, made.id)).rejects.toMatchObject({ code: 'SLOT_FULL' })

  const { id } = await aWaitingFile(
    { id: made.applicant.actor.id, accountId: made.applicant.accountId },
    made.id,
    'COMMITMENT_LETTER',
  )
  await expect(replace(made, second, false)).rejects.toMatchObject({ code: 'SLOT_FULL', params: { max: 5 } })
  await removeDocumentPage(made.applicant.actor, { qualificationId: made.id, fileId: id })
  await replace(made, second, false)
  await expect(upload(made, 6)).rejects.toMatchObject({ code: 'SLOT_FULL' })
})

test('only its people choose a page, of an open letter', async () => {
  const made = await refused('THUMBPRINT_MISSING')
  const [page] = await filesIn(made)
  const stranger = { ...made, applicant: await aRegisteredApplicant() }
  await expect(replace(stranger, page)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(replace(made, made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const draft = await readDraft(made.applicant.actor, made.id)
  const accepted = draft?.slots.find(({ slot }) => slot.kind === 'ID_PORTRAIT')?.pages[0]
  await expect(replace(made, accepted?.fileId)).rejects.toMatchObject({ code: 'LOCKED' })
})
