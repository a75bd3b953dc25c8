import { Readable } from 'node:stream'
import { database } from '@/lib/db/client'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { expect, listenTo, portalUrl, signInTo, test } from '@/tests/e2e/support/test'
import { part } from '@/tests/e2e/support/workbench'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { forgedLetter } from '@/tests/factories/photographed/forged-letters'
import { signedPhotographs } from '@/tests/factories/photographed/letter-photographs'
import { uploadReady } from '@/tests/factories/uploads'
import { drawLetterForDocs, takeForDocs } from './docs-pictures'

test.use({ ownSystem: 'letters', settings: { READ_DOCUMENTS: '1' } })
test.describe.configure({ mode: 'default' })

/** Takes the pictures of docs/letters.md: the pages of a letter, and one that came back, in the workbench. */
test('the pages of a letter as they are issued', () => drawLetterForDocs('letter-pages'))

/**
 * Submits the case's own letter as somebody returned it who replaced a paragraph and left out the thumbprint, read by
 * the portal's worker.
 */
async function anAlteredLetter(): Promise<string> {
  const { applicant, id: qualificationId } = await aFullDraft()
  const draft = await readDraft(applicant.actor, qualificationId)
  const kind = 'COMMITMENT_LETTER'
  for (const { fileId } of draft?.slots.find(({ slot }) => slot.kind === kind)?.pages ?? [])
    await removeDocumentPage(applicant.actor, { qualificationId, fileId })
  const [issued] = await issueLetters(applicant.actor, qualificationId)
  const letter = issued && forgedLetter(issued.letter, 'paragraph', randomFrom('docs'))
  if (!issued || !letter) throw new Error('There is no paragraph to replace')
  const { pdf } = await drawLetter({ ...issued, letter, signer: await letterKey() })
  const photographs = await signedPhotographs(pdf, { name: draft?.fields['person.name'] ?? '', mark: 'none' }, 'docs')
  for (const [index, jpeg] of photographs.entries()) {
    const place = { qualificationId, kind, senderSignatureId: null, fileName: `IMG_${index + 1}.jpg` } as const
    const { fileId } = await uploadReady(applicant.actor, { ...place, source: Readable.from([jpeg]) })
    await database().reading.upsert({ where: { fileId }, create: { fileId }, update: {} })
    await expect
      .poll(async () => (await database().reading.findUniqueOrThrow({ where: { fileId } })).state, { timeout: 300_000 })
      .toBe('READ')
  }
  await submit(applicant.actor, qualificationId)
  return qualificationId
}

for (const [locale, [letter, differs, flatten, name]] of Object.entries({
  en: ['Commitment letter', 'Differs from the letter as it was issued', 'Flatten the page', 'letter-flat'],
  'zh-CN': ['承诺函', '与签发的函件不同', '展平页面', 'letter-flat.zh-CN'],
} as const)) {
  test(`a page that lies flat, with what was recognised, in ${locale}`, async ({ browser }) => {
    test.setTimeout(600_000)
    const id = await anAlteredLetter()
    const reviewer = (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor
    await claimQualification(reviewer, { qualificationId: id })
    const viewport = { width: 1440, height: 900 }
    const context = await browser.newContext({ baseURL: portalUrl(), viewport, locale })
    const complaints = listenTo(context)
    await signInTo(context, reviewer)
    const page = await context.newPage()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`/queue/${id}`, { waitUntil: 'networkidle' })
    await part(page, letter).click()
    const altered = page.getByRole('img', { name: differs }).first()
    await expect(altered).toBeVisible()
    await page.keyboard.press('f')
    await expect(page.getByRole('button', { name: flatten })).toHaveAttribute('aria-pressed', 'true')
    await expect(altered).toBeVisible()
    await page.waitForLoadState('networkidle') // the flat page is another picture
    await takeForDocs(page, name)
    expect(complaints).toEqual([])
    await context.close()
  })
}
