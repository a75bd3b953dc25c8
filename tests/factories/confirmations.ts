import type { Confirm, ConfirmedAct } from '@/lib/accounts/confirmed-act'
import { inviteMembers } from '@/lib/accounts/members/invite-members'
import type { PersonActor } from '@/lib/actor/actor'
import { prepareExport } from '@/lib/privacy/own-data/prepare-export'
import { confirmBy } from '@/lib/sign-in/confirm-act'
import { aCodeFor, BROWSER } from './codes'
import { anAddress } from './people'

/** Confirms any act, in tests of what the act does: nothing is checked, and the session stays as it is. */
export const CONFIRMED: Confirm = async () => async () => ({ id: '', endsAt: new Date() })

/** Refuses to confirm anything, as when no code comes with an act. */
export const notConfirmed = (actor: PersonActor): Confirm =>
  confirmBy(actor, { address: anAddress(), browser: BROWSER })

/** Confirms by a code that was requested for this act. */
export async function byCode(person: { actor: PersonActor; phone: string }, act: ConfirmedAct): Promise<Confirm> {
  return confirmBy(person.actor, { code: await aCodeFor(person, act), address: anAddress(), browser: BROWSER })
}

/** Prepares the export of an account in the same session, and returns what its download is asked for by. */
export async function aPreparedExport(actor: PersonActor, accountId = actor.accountIds[0] ?? '') {
  const session = { id: actor.sessionId, endsAt: new Date() }
  const { ticket } = await prepareExport(actor, { accountId }, async () => async () => session)
  return { accountId, ticket }
}

/** Invites the person who has a phone, and returns the invitation. */
export async function anInvitationTo(actor: PersonActor, { accountId, phone }: { accountId: string; phone: string }) {
  const { ids, expiresAt } = await inviteMembers(actor, { accountId, phones: [phone] }, CONFIRMED)
  return { id: ids[0] ?? '', expiresAt }
}
