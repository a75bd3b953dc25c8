import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { blindIndex } from '@/lib/crypto/blind-index'
import { transaction } from '@/lib/db/client'
import { dropRemovalsOf } from './access-changes/drop-removals'
import { createAccessLink } from './access-links'
import { COUNTED_ADMINISTRATOR, lockAdministrators } from './administrators'
import { unblockOnMachine } from './block-person'

type Issued = { url: string } | { url: null; because: 'NONE' | 'SEVERAL' }

/**
 * A link for the operator of the machine, that lets an administrator in again who lost password or second factor. A block
 * of theirs is lifted with it, and a removal that waits for them is ended: on the machine it is known who they are.
 *
 * @param email whose, as EmailAddress makes it; of the only one when null
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
