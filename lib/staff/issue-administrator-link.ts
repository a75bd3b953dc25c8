import 'server-only'
import { COUNTED_ADMINISTRATOR, lockAdministrators } from '@/lib/accounts/administrators'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { blindIndex } from '@/lib/crypto/blind-index'
import { transaction } from '@/lib/db/client'
import { createAccessLink } from '@/lib/sign-in/access-links'
import { dropRemovalsOf } from './access-changes/drop-removals'
import { unblockOnMachine } from './block-person'

type Issued = { url: string } | { url: null; because: 'NONE' | 'SEVERAL' }

/**
 * Creates a link by which an administrator who lost their password or second factor gets in again, for the operator of
 * the machine. It also lifts their block and closes a waiting removal of theirs: the operator knows who they are.
 *
 * @param email the administrator's address, as `EmailAddress` parses it; null for the only administrator
 */
export async function issueAdministratorLink(email: string | null): Promise<Issued> {
  const emailIndex = email === null ? null : await blindIndex('email', email)
  return transaction(async (tx) => {
    await lockAdministrators(tx)
    const administrators = await tx.user.findMany({
      where: { AND: [COUNTED_ADMINISTRATOR, emailIndex ? { emailIndex } : {}] },
      take: 2,
    })
    const [administrator] = administrators
    if (!administrator) return { url: null, because: 'NONE' }
    if (administrators.length > 1) return { url: null, because: 'SEVERAL' }
    await unblockOnMachine(tx, administrator.id)
    await dropRemovalsOf(tx, administrator.id)
    const { id, url } = await createAccessLink(tx, { userId: administrator.id, kind: 'ACCESS' })
    const data = { linkId: id, kind: 'ACCESS' }
    await recordAudit(tx, SYSTEM, { action: 'access_link.issued', subjectId: administrator.id, data })
    return { url }
  })
}
