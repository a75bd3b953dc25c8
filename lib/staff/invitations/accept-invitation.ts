import 'server-only'
import { isThereAnAdministrator, lockAdministrators } from '@/lib/accounts/administrators'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { tokenHash } from '@/lib/accounts/link-token'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { type Tx, transaction } from '@/lib/db/client'
import type { Invitation } from '@/lib/db/generated/client'
import { requireGoodPassword } from '@/lib/sign-in/passwords/good-password'
import { hashPassword } from '@/lib/sign-in/passwords/passwords'
import { startSession } from '@/lib/sign-in/sessions/sessions'
import { readInvitation } from './queries'

type Acceptance = { token: string; name: string; email: string; password: string; address: string }

/**
 * Creates the invited person with the roles of the invitation, and signs them in. When two people use one link at once,
 * one joins. The link of the first administrator works only while there is no administrator.
 *
 * @param email as `EmailAddress` parses it
 * @throws DomainError RATE_LIMITED, LINK_INVALID, EMAIL_TAKEN, PASSWORD_LENGTH, PASSWORD_COMMON, PASSWORD_PERSONAL
 */
export async function acceptInvitation({ token, name, email, password, address }: Acceptance) {
  const guess = await consumeGuess({ address })
  if (!(await readInvitation(token))) {
    await guess.missed()
    throw new DomainError('LINK_INVALID', 'No open invitation')
  }
  requireGoodPassword(password, { name, email })
  const passwordHash = await hashPassword(password) // slow: outside the transaction, and not for strangers
  const emailIndex = await blindIndex('email', email)

  return transaction(async (tx) => {
    const invitation = await claimInvitation(tx, token)
    const userId = newId()
    const { id: dataKeyId, key } = await createDataKey(tx)
    const nameSealed = sealPersonField(key, userId, 'name_sealed', name)
    const emailSealed = sealPersonField(key, userId, 'email_sealed', email)
    const { count } = await tx.user.createMany({
      data: [{ id: userId, dataKeyId, nameSealed, emailSealed, emailIndex, passwordHash }],
      skipDuplicates: true,
    })
    if (count !== 1) throw new DomainError('EMAIL_TAKEN', 'Someone has this address')
    await tx.roleGrant.createMany({ data: invitation.roles.map((role) => ({ userId, role })) })
    await tx.invitation.update({ where: { id: invitation.id }, data: { usedById: userId } })

    const data = { invitationId: invitation.id, roles: invitation.roles }
    await recordAudit(tx, { kind: 'PERSON', id: userId }, { action: 'staff.joined', subjectId: userId, data })
    const session = await startSession(tx, { userId, audience: 'STAFF', factors: ['LINK', 'PASSWORD'] })
    if (!session) throw new Error('Someone just made is not active')
    return { userId, session, isFirst: invitation.kind === 'FIRST_ADMINISTRATOR' }
  })
}

/**
 * Uses an invitation up. Another person with the same link waits here, and then finds it used. An invitation is worth
 * no more than its sender: an administrator who lost their access can't return by a link that they saved.
 */
async function claimInvitation(tx: Tx, token: string): Promise<Pick<Invitation, 'id' | 'roles' | 'kind'>> {
  await lockAdministrators(tx)
  const [taken] = await tx.$queryRaw<Pick<Invitation, 'id' | 'roles' | 'kind'>[]>`
    UPDATE invitations i SET used_at = clock_timestamp(), email_sealed = NULL
    WHERE token_hash = ${tokenHash(token)} AND used_at IS NULL AND revoked_at IS NULL AND expires_at > clock_timestamp()
      AND (invited_by_id IS NULL OR EXISTS (
        SELECT FROM users u JOIN role_grants g ON g.user_id = u.id
        WHERE u.id = i.invited_by_id AND u.status = 'ACTIVE' AND g.role = 'ADMIN'))
      AND NOT EXISTS (SELECT FROM access_changes w WHERE w.invitation_id = i.id AND w.state <> 'CONFIRMED')
    RETURNING id::text, kind::text, roles::text[]`
  const isTooLate = taken?.kind === 'FIRST_ADMINISTRATOR' && (await isThereAnAdministrator(tx))
  if (!taken || isTooLate) throw new DomainError('LINK_INVALID', 'Used, revoked or expired meanwhile')
  return taken
}
