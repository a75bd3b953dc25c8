import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { hashPassword } from '@/lib/sign-in/passwords/passwords'
import { aPhone, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { personal } from './records'

/** Makes an applicant with a draft that is ready to submit. */
export async function anApplication() {
  const person = await aRegisteredApplicant({ phone: personal(aPhone()) })
  const { id } = await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  return { person, id, url: `/qualifications/${id}` }
}

export const endSessionsOf = (userId: string) =>
  database().session.updateMany({ where: { userId }, data: { endedAt: new Date() } })

export const dialogOf = (page: Page) => page.getByRole('dialog', { name: /^(登录后继续|Sign in to continue)$/ })

export async function signInByPassword(page: Page, phone: string) {
  const dialog = dialogOf(page)
  await dialog.getByRole('button', { name: 'Sign in with a password' }).click()
  await dialog.getByLabel('Mobile number').fill(phone.slice(3))
  await dialog.getByLabel('Password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export async function givePasswordTo(id: string) {
  await database().user.update({ where: { id }, data: { passwordHash: await hashPassword(PASSWORD) } })
}
