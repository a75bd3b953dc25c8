import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import type { Locale } from '@/lib/core/languages/locales'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { AccessCaseKind } from '@/lib/db/generated/enums'
import { casePhonePlace } from './access-case'

type Opening = {
  userId: string | null
  /** The number that the person has proved. */
  phone: string
  phoneIndex: Uint8Array<ArrayBuffer>
  locale: Locale
}

/** Opens the case of a locked account. There is one at a time for each number: a second call returns the same case. */
export const openLockedCase = (tx: Tx, opening: Opening & { userId: string }) => openCase(tx, 'LOCKED', opening)

export async function openCase(tx: Tx, kind: AccessCaseKind, opening: Opening): Promise<string> {
  const { userId, phone, phoneIndex, locale } = opening
  const live = await tx.accessCase.findFirst({ where: { phoneIndex, state: { in: ['OPEN', 'HANDED_IN'] } } })
  if (live) return live.id
  const id = newId()
  const { id: dataKeyId, key } = await createDataKey(tx)
  const phoneSealed = seal(key, casePhonePlace(id), phone)
  await tx.accessCase.create({ data: { id, kind, userId, phoneIndex, phoneSealed, dataKeyId, locale } })
  await recordAudit(tx, SYSTEM, { action: 'access_case.opened', subjectId: id, data: { kind, userId } })
  return id
}
