import 'server-only'
import { Readable } from 'node:stream'
import { startCase } from '@/lib/sign-in/recovery/start-case'
import { submitDocuments } from '@/lib/sign-in/recovery/submit-documents'
import { proveNumber } from './joining'
import { phoneNumber } from './numbers'
import { drawSpecimen } from './specimens/specimen'
import type { Story } from './steps'
import type { Timeline } from './timeline'

/** This applicant's number is lost. No sign-in page lists them, since granting the case moves the account. */
const LOSER = 27
const NEW_NUMBER = 99_000_027

/** Someone has another number since yesterday, and waits for staff to compare their ID card with what they declared. */
export async function seedLostPhone(timeline: Timeline, stories: readonly Story[]): Promise<void> {
  const fields = stories.find(({ phone }) => phone === LOSER)?.profile.fields ?? {}
  await timeline.at('1d 20:05')
  const { ticket, address } = await proveNumber(phoneNumber(NEW_NUMBER), 'zh-CN')
  const lost = { oldPhone: phoneNumber(LOSER), idNumber: fields['person.idNumber'] ?? '' }
  const pass = await startCase({ ticket, address, locale: 'zh-CN', lost })
  await timeline.at('1d 20:12')
  const sides = await Promise.all(
    (['ID_PORTRAIT', 'ID_EMBLEM'] as const).map((kind) => drawSpecimen({ kind, fields, seed: 'lost phone' })),
  )
  await submitDocuments({ pass, device: null, address, parts: partsOf(sides) })
}

async function* partsOf(pictures: readonly Buffer[]): AsyncGenerator<{ fileName: string; source: Readable }> {
  for (const [at, picture] of pictures.entries())
    yield { fileName: `IMG_20${at + 17}.jpg`, source: Readable.from(picture) }
}
