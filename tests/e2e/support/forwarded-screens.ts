import { Readable } from 'node:stream'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { replacePage } from '@/lib/qualifications/files/replace-page'
import { openLetterLink } from '@/lib/qualifications/phone/open-letter-link'
import { stopLetterLink } from '@/lib/qualifications/phone/stop-letter-link'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aFullDraft } from '@/tests/factories/journey'
import { aLetterLink, anOpenedLink, wrongCode } from '@/tests/factories/letter-links'
import { anAddress } from '@/tests/factories/people'
import { aDraftOfSomebody } from '@/tests/factories/phones'
import { aReading, readAs } from '@/tests/factories/readings'
import { specimen } from '@/tests/factories/specimens'
import { examined, uploadReady } from '@/tests/factories/uploads'
import { asPhone } from './phone-screens'
import type { Screen } from './screen'

/**
 * Lists the pages of links to a letter: the code, the letter, what was sent, one that ended, and what the applicant
 * sees.
 */
export async function forwardedPages(): Promise<Screen[]> {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token } = await aLetterLink(applicant, qualificationId)
  const { actor, url, secret, revoked } = await aLinkWithFile()
  const locked = await aLockedLink()
  const forwarded = (name: string, of: string): Screen => ({
    name,
    url: '/forwarded',
    before: asPhone(of, '/forwarded'),
  })
  return [
    { name: 'forwarded-without-code', url: '/forwarded' },
    { name: 'forwarded-link', url: `/forwarded/${token}` },
    { name: 'forwarded-link-invalid', url: '/forwarded/nothing' },
    { name: 'forwarded-link-locked', url: `/forwarded/${locked.token}` },
    forwarded('forwarded-sent', secret),
    forwarded('forwarded-revoked', revoked),
    { name: 'letter-to-confirm', url, actor },
    { name: 'letter-link-locked', url: locked.url, actor: locked.actor },
    { name: 'letter-in-order', ...(await aLetterInOrder()) },
  ]
}

async function aLinkWithFile() {
  const { applicant, id: qualificationId } = await aFullDraft()
  const { actor } = applicant
  const { secret: revoked } = await anOpenedLink(actor, qualificationId)
  await stopLetterLink(actor, { qualificationId, letter: 'COMMITMENT_LETTER' })
  const { secret, browser } = await anOpenedLink(actor, qualificationId)
  const place = { qualificationId, kind: 'COMMITMENT_LETTER', senderSignatureId: null, fileName: 'IMG_1.jpg' } as const
  const source = Readable.from([await specimen('COMMITMENT_LETTER', 7)])
  await examined((await acceptDocument(browser, { ...place, source })).fileId)
  return { actor, url: `/qualifications/${qualificationId}/letter`, secret, revoked }
}

async function aLockedLink() {
  const { applicant, id } = await aFullDraft()
  const { actor } = applicant
  const { token, code } = await aLetterLink(actor, id)
  for (let tries = 0; tries < 5; tries += 1) {
    await openLetterLink({ token, code: wrongCode(code), address: anAddress() }).catch(() => {}) // as it should
  }
  return { actor, token, url: `/qualifications/${id}/letter` }
}

/**
 * Returns the page of a letter whose photographs show the second of three pages, which is to be replaced, and the third
 * twice.
 */
async function aLetterInOrder() {
  const { applicant, id } = await aFullDraft()
  const { actor } = applicant
  const letterId = (await issueLetters(actor, id))[0]?.id ?? ''
  const pageIs = async (fileId: string, page: number) => {
    const code = letterCode({ letterId, page, pages: 3, version: 'cn-mainland/2024-10' }, await letterKey())
    await readAs(fileId, aReading({ kind: 'LETTER', side: null, fields: { qr: code } }))
  }
  const slots = (await readDraft(actor, id))?.slots ?? []
  const fileId = slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')?.pages[0]?.fileId ?? ''
  await pageIs(fileId, 2)
  const place = {
    qualificationId: id,
    kind: 'COMMITMENT_LETTER',
    senderSignatureId: null,
    fileName: 'IMG_2.jpg',
  } as const
  for (const seed of [8, 9]) {
    const source = Readable.from([await specimen('COMMITMENT_LETTER', seed)])
    await pageIs((await uploadReady(actor, { ...place, source })).fileId, 3)
  }
  await replacePage(actor, { qualificationId: id, fileId, isToReplace: true })
  return { actor, url: `/qualifications/${id}/letter` }
}
