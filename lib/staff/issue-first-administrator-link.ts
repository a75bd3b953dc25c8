import 'server-only'
import { isThereAnAdministrator, lockAdministrators } from '@/lib/accounts/administrators'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { databaseTime, transaction } from '@/lib/db/client'
import { createInvitation } from './invitations/invitation-link'

/**
 * Creates the link that makes the first administrator, for the person who starts the portal. It replaces earlier ones.
 * Null as soon as there is an administrator: from then on people are invited.
 */
export async function issueFirstAdministratorLink(): Promise<{ url: string | null }> {
  return transaction(async (tx) => {
    await lockAdministrators(tx)
    if (await isThereAnAdministrator(tx)) return { url: null }
    await tx.invitation.updateMany({
      where: { kind: 'FIRST_ADMINISTRATOR', usedAt: null, revokedAt: null },
      data: { revokedAt: await databaseTime(tx) },
    })
    const { id, url } = await createInvitation(tx, { kind: 'FIRST_ADMINISTRATOR', roles: ['ADMIN'], invitedById: null })
    await recordAudit(tx, SYSTEM, { action: 'first_administrator.link_issued', subjectId: id, data: {} })
    return { url }
  })
}
