import { Readable } from 'node:stream'
import type { Page } from '@playwright/test'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { finishPhone } from '@/lib/qualifications/phone/stop-phone'
import { aBoundPhone, aDraftOfSomebody, aPhoneLink } from '@/tests/factories/phones'
import { specimen } from '@/tests/factories/specimens'
import { examined, uploadReady } from '@/tests/factories/uploads'
import { tinyPicture } from './pictures'
import type { Screen } from './screen'
import { expect, portalUrl } from './test'

/** Gives a browser the cookie of a phone, or of the link to a letter. */
export const asPhone =
  (secret: string, url = '/phone') =>
  async (page: Page): Promise<void> => {
    await page.context().addCookies([{ name: 'zhunxin.phone', value: secret, url: portalUrl(), httpOnly: true }])
    await page.goto(url)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }

/** Lists the pages of phones: of a code, of what a phone sent, and of one that may send no more. */
export async function phonePages(): Promise<Screen[]> {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token: used, secret: replaced } = await aBoundPhone(applicant, qualificationId)
  const { token } = await aPhoneLink(applicant, qualificationId)
  const { secret } = await aPhoneWithFiles()
  const { secret: finished } = await aFinishedPhone()
  return [
    { name: 'phone-without-code', url: '/phone' },
    { name: 'phone-link', url: `/phone/${token}` },
    { name: 'phone-link-invalid', url: '/phone/nothing' },
    { name: 'phone-link-replaced', url: `/phone/${used}` },
    { name: 'phone-replaced', url: '/phone', before: asPhone(replaced) },
    { name: 'phone-finished', url: '/phone', before: asPhone(finished) },
    { name: 'phone', url: '/phone', before: asPhone(secret) },
    { name: 'phone-sent', url: '/phone', before: asPhone(secret, '/phone?slot=ID_PORTRAIT') },
    { name: 'phone-refused', url: '/phone', before: asPhone(secret, '/phone?slot=ID_IN_HAND') },
    { name: 'phone-no-room', url: '/phone', before: asPhone(secret, '/phone?slot=ID_EMBLEM') },
  ]
}

async function aPhoneWithFiles() {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const bound = await aBoundPhone(applicant, qualificationId)
  const place = { qualificationId, senderSignatureId: null, fileName: 'IMG_1.jpg' }
  const source = async (kind: 'ID_PORTRAIT' | 'ID_EMBLEM') => Readable.from([await specimen(kind, 1)])
  await uploadReady(applicant, { ...place, kind: 'ID_EMBLEM', source: await source('ID_EMBLEM') })
  const sent = await acceptDocument(bound.phone, { ...place, kind: 'ID_PORTRAIT', source: await source('ID_PORTRAIT') })
  await examined(sent.fileId)
  const tiny = Readable.from([(await tinyPicture()).buffer])
  const refused = await acceptDocument(bound.phone, { ...place, kind: 'ID_IN_HAND', source: tiny })
  await examined(refused.fileId).catch(() => {}) // it has too few pixels
  return bound
}

async function aFinishedPhone() {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const bound = await aBoundPhone(applicant, qualificationId)
  await finishPhone(bound.phone)
  return bound
}
