import type { Page } from '@playwright/test'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import type { PersonActor } from '@/lib/actor/actor'
import { blockStaff } from '@/lib/staff/block-staff'
import { disableStaff } from '@/lib/staff/disable-staff'
import { aWaitingChange } from '@/tests/factories/access-changes'
import { anInvitationTo, CONFIRMED } from '@/tests/factories/confirmations'
import { aColleague, aMemberOf, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'

/** Starts an invitation, which then waits for its code, or, a moment after the last one, for leave to send another. */
export async function startInviting(page: Page): Promise<void> {
  await page.locator('#phone').fill(aPhone().slice(3))
  await page.locator('form:has(#phone) button[type=submit]').click()
  await page.locator('form:has(#phone) button[name=intent]').waitFor()
}

/** Makes a member of two accounts who is invited to a third, with an address that is not confirmed yet. */
export async function aBusyMember(): Promise<PersonActor> {
  const [{ accountId }, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { phone, actor } = await aMemberOf(accountId)
  await anInvitationTo(actor, { accountId, phone: aPhone() })
  await anInvitationTo(other.actor, { accountId: other.accountId, phone })
  await setNoticeEmail(actor, { email: anEmail() }, CONFIRMED)
  return actor
}

/** Lists the page of an administrator who is blocked and about to be disabled, and of one whom only two may remove. */
export async function peopleInDoubt(administrator: PersonActor) {
  const { id } = await aColleague({ roles: ['ADMIN', 'LEAD'], name: '严慎' })
  await disableStaff(administrator, { userId: id })
  await blockStaff(administrator, { userId: id, act: 'BLOCK' })
  const other = await aColleague({ roles: ['AUDITOR'], name: '秦察' })
  return [
    { name: 'person-blocked', url: `/people/${id}`, actor: administrator },
    { name: 'person-takes-two', url: `/people/${other.id}`, actor: administrator },
  ]
}

/** Makes one access change that another administrator requested, and one of their own. */
export async function withWaitingChanges(administrator: PersonActor): Promise<PersonActor> {
  await aWaitingChange()
  await aWaitingChange({ by: administrator })
  return administrator
}
