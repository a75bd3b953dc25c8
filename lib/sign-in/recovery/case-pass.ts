import 'server-only'
import { HOUR } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { systemKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'

/** The hours for which a browser may continue a case without proving its number again. */
export const PASS_HOURS = 2

const place = (caseId: string) => ({ table: 'access_cases', column: 'pass', row: caseId })

/** Issues a pass that proves possession of a case's number. It opens the case, and nothing of the account. */
export async function casePass(caseId: string): Promise<string> {
  const endsAt = (await databaseTime()).getTime() + PASS_HOURS * HOUR
  const sealed = seal(await systemKey('CODES'), place(caseId), String(endsAt))
  return `${caseId}.${sealed.toString('base64url')}`
}

/** Returns the case that a pass opens, or null when it is not ours or too old. */
export async function openPass(pass: string | null): Promise<string | null> {
  const [, caseId, sealed] = /^([0-9a-f-]{36})\.([\w-]{1,400})$/.exec(pass ?? '') ?? []
  if (!caseId || !sealed || !isId(caseId)) return null
  const key = await systemKey('CODES')
  try {
    const endsAt = Number(open(key, place(caseId), Buffer.from(sealed, 'base64url')))
    return (await databaseTime(database())).getTime() < endsAt ? caseId : null
  } catch {
    return null
  }
}
