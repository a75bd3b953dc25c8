import { Readable } from 'node:stream'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { casePass } from '@/lib/sign-in/recovery/case-pass'
import { openCase } from '@/lib/sign-in/recovery/open-access-case'
import { submitDocuments } from '@/lib/sign-in/recovery/submit-documents'
import { anAddress, aPhone, aRegisteredApplicant } from './people'
import { specimen } from './specimens'

async function* pictures(sides: 1 | 2): AsyncGenerator<{ fileName: string; source: Readable }> {
  yield { fileName: '人像面.jpg', source: Readable.from([await specimen('ID_PORTRAIT')]) }
  if (sides === 2) yield { fileName: '国徽面.jpg', source: Readable.from([await specimen('ID_EMBLEM')]) }
}

async function submitted(userId: string | null, phone: string, sides: 1 | 2 = 1): Promise<string> {
  const kind = userId ? 'LOCKED' : 'LOST_PHONE'
  const phoneIndex = await blindIndex('phone', phone)
  const caseId = await transaction((tx) => openCase(tx, kind, { userId, phone, phoneIndex, locale: 'zh-CN' }))
  await submitDocuments({ pass: await casePass(caseId), device: null, parts: pictures(sides), address: anAddress() })
  return caseId
}

/** Creates the case of a person who was locked out and uploaded a picture of their ID card, or of both its sides. */
export async function anAccessCase(person?: { id: string; phone: string }, sides: 1 | 2 = 1): Promise<string> {
  const { id, phone } = person ?? (await aRegisteredApplicant())
  await database().user.update({ where: { id }, data: { lockedAt: await databaseTime(), identityMisses: 5 } })
  return submitted(id, phone, sides)
}

/** Creates the case of a person whose lost number leads to nobody. */
export const anAccessCaseOfNobody = (): Promise<string> => submitted(null, aPhone())
