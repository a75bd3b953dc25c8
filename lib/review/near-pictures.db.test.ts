import sharp from 'sharp'
import { expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { eraseFiles } from '@/lib/documents/erase-files'
import { likenessInsert } from '@/lib/documents/likeness/likeness-insert'
import { draw } from '@/lib/imaging/draw'
import { submit } from '@/tests/factories/journey'
import { aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { spots } from '@/tests/factories/spots'
import { claimQualification } from './claims/claim-qualification'
import { readForReview } from './read-for-review'

let seed = 1
/** Returns a picture that no other test has. */
const picture = () => spots(seed++)

/** Returns what somebody sends who has a picture of another account: cut at its edges, smaller, compressed again. */
const copied = (original: Buffer) =>
  sharp(original).extract({ left: 31, top: 21, width: 837, height: 558 }).resize(700).jpeg({ quality: 60 }).toBuffer()

const fileOf = async (qualificationId: string, kind: DocumentKind = 'ID_PORTRAIT') =>
  (await submissionOf(qualificationId)).documents.find((document) => document.kind === kind)?.pages[0]?.fileId ?? ''

/** Stores what a file is compared by, as if it showed this. */
async function shows(fileId: string, bytes: Buffer, kind: DocumentKind = 'ID_PORTRAIT') {
  await database().$executeRaw(await likenessInsert(fileId, kind, [(await draw(sharp(bytes))).sketch]))
}

/** Returns the documents of a claimed case that were seen in other cases, and what is in common. */
async function seenIn(reviewer: Awaited<ReturnType<typeof someStaff>>, id: string) {
  const parts = (await readForReview(reviewer, id))?.opened?.parts ?? []
  expect(parts.length).toBeGreaterThan(0)
  return parts.flatMap(({ documentKind, seenElsewhere }) =>
    documentKind ? seenElsewhere.map(({ id: other, common }) => [documentKind, other, ...common]) : [],
  )
}

test('a copy of a picture that another account submitted is found, until it is erased; a draft and another picture are not', async () => {
  const drafts = [await aReadyDraft(), await aReadyDraft(), await aReadyDraft(), await aReadyDraft()] as const
  const [reviewed, submitted, draft, different] = drafts
  const original = await picture()
  await shows(await fileOf(submitted.id), original)
  await shows(await fileOf(draft.id), original)
  await shows(await fileOf(different.id), await picture())
  await shows(await fileOf(reviewed.id), await copied(original))
  for (const { applicant, id } of [reviewed, submitted, different]) await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: reviewed.id })
  expect(await seenIn(reviewer, reviewed.id)).toEqual([['ID_PORTRAIT', submitted.id, 'pictures']])
  await transaction(async (tx) => eraseFiles(tx, [await fileOf(submitted.id)], 'RETENTION'))
  expect(await seenIn(reviewer, reviewed.id)).toEqual([])
  expect(await database().likeness.count({ where: { fileId: await fileOf(submitted.id) } })).toBe(0)
})

test('it is found from the side of the whole picture too, and the account’s own pictures are not reported', async () => {
  const first = await aReadyDraft()
  const [own, other] = [await aReadyDraft({ applicant: first.applicant }), await aReadyDraft()]
  const original = await picture()
  await shows(await fileOf(first.id), original)
  for (const { id } of [own, other]) await shows(await fileOf(id), await copied(original))
  for (const { applicant, id } of [first, own, other]) await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: first.id })
  expect(await seenIn(reviewer, first.id)).toEqual([['ID_PORTRAIT', other.id, 'pictures']])
})

test('papers that all look alike are not compared, and the stored bits are under the key of the indexes', async () => {
  const { id } = await aReadyDraft()
  await shows(await fileOf(id, 'COMMITMENT_LETTER'), await picture(), 'COMMITMENT_LETTER')
  await shows(await fileOf(id), await picture())
  const rows = await database().$queryRaw<{ bits: number; ones: number }[]>`
    SELECT length(view)::int AS bits, bit_count(view)::int AS ones FROM likenesses l CROSS JOIN unnest(l.views) view
    WHERE l.file_id = ANY(${[await fileOf(id), await fileOf(id, 'COMMITMENT_LETTER')]}::uuid[])`
  expect(rows).toHaveLength(18)
  for (const { bits, ones } of rows) {
    expect(bits).toBe(256)
    expect(ones).toBeGreaterThan(64)
    expect(ones).toBeLessThan(192)
  }
})
