import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { hashPassword } from '@/lib/auth/passwords'
import { takeGuess } from '@/lib/auth/rate-limits'
import { startSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { type Tx, transaction } from '@/lib/db/client'
import type { Invitation } from '@/lib/db/generated/client'
import { isThereAnAdministrator, lockAdministrators } from './administrators'
import { requireGoodPassword } from './good-password'
import { tokenHash } from './link-token'
import { sealPersonField } from './person-fields'
import { readInvitation } from './queries'

type Acceptance = { token: string; name: string; email: string; password: string; address: string }

/**
 * Makes the invited person, with the roles of the invitation, and signs them in. Of two who use one link at once, one
 * joins; the link of the first administrator works only while there is none.
 *
 * @param email as EmailAddress makes it
 * @throws DomainError RATE_LIMITED, LINK_INVALID, EMAIL_TAKEN, PASSWORD_LENGTH, PASSWORD_COMMON, PASSWORD_PERSONAL
 */
export async function acceptInvitation({ token, name, email, password, address }: Acceptance) {
  const guess = await takeGuess({ address })
  if (!(await readInvitation(token))) {
    await guess.missed()
    throw new DomainError('LINK_INVALID', 'No open invitation')
  }
  requireGoodPassword(password, { name, email })
  const passwordHash = await hashPassword(password) // slow, so neither inside the transaction nor for strangers
  const emailIndex = await blindIndex('email', email)

  return transaction(async (tx) => {
    const invitation = await takeInvitation(tx, token)
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
    return { userId, session }
  })
}

/**
 * Uses it up. Whoever else holds the link waits here, and then finds it used. It is worth no more than who gave it: an
 * administrator who was shut out comes back by no link that they kept.
 */
async function takeInvitation(tx: Tx, token: string): Promise<Pick<Invitation, 'id' | 'roles'>> {
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
