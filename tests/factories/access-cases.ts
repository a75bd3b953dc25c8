import { Readable } from 'node:stream'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { casePass } from '@/lib/identity/case-pass'
import { handInDocuments } from '@/lib/identity/hand-in-documents'
import { openCase } from '@/lib/identity/open-access-case'
import { anAddress, aPhone, aRegisteredApplicant } from './people'
import { specimen } from './specimens'

async function* pictures(sides: 1 | 2): AsyncGenerator<{ fileName: string; source: Readable }> {
  yield { fileName: '人像面.jpg', source: Readable.from([await specimen('ID_PORTRAIT')]) }
  if (sides === 2) yield { fileName: '国徽面.jpg', source: Readable.from([await specimen('ID_EMBLEM')]) }
}

async function handedIn(userId: string | null, phone: string, sides: 1 | 2 = 1): Promise<string> {
  const kind = userId ? 'LOCKED' : 'LOST_PHONE'
  const phoneIndex = await blindIndex('phone', phone)
  const caseId = await transaction((tx) => openCase(tx, kind, { userId, phone, phoneIndex, locale: 'zh-CN' }))
  await handInDocuments({ pass: await casePass(caseId), device: null, parts: pictures(sides), address: anAddress() })
  return caseId
}

/** Someone who was locked out, and uploaded a picture of their ID card, or of both its sides. */
export async function anAccessCase(person?: { id: string; phone: string }, sides: 1 | 2 = 1): Promise<string> {
  const { id, phone } = person ?? (await aRegisteredApplicant())
  await database().user.update({ where: { id }, data: { lockedAt: await databaseTime(), identityMisses: 5 } })
  return handedIn(id, phone, sides)
}

/** Someone whose lost number leads to nobody. */
export const anAccessCaseOfNobody = (): Promise<string> => handedIn(null, aPhone())
