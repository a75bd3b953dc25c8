import { Readable } from 'node:stream'
import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { aColleague, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { aWaitingFile, settled } from '@/tests/factories/uploads'
import { seesRefusal, send } from './forms'
import { tinyPicture } from './pictures'
import type { Screen } from './screen'

/** Lists pages whose form was refused, whose file is not there yet or was refused, and whose session has ended. */
export async function failedPages(): Promise<Screen[]> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'ORGANISATION' })
  const { id: person } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await aWaitingFile({ id: actor.id, accountId }, person, 'ID_EMBLEM')
  await refusedFile(actor, person)
  const of = (qualificationId: string, task: string) => `/qualifications/${qualificationId}/${task}`
  const refused = (name: string, url: string, fill?: (page: Page) => Promise<void>): Screen => ({
    name: `${name}-refused`,
    url,
    async before(page) {
      await fill?.(page)
      await send(page)
      await seesRefusal(page)
    },
  })
  return [
    refused('register', '/register', (page) => page.locator('input[name=phone]').fill('123')),
    refused('sign-in-password', '/sign-in/password', async (page) => {
      await page.locator('input[name=phone]').fill(aPhone().slice(3))
      await page.locator('input[name=password]').fill('not this one')
    }),
    refused('staff-sign-in', '/staff/sign-in', async (page) => {
      await page.locator('input[name=email]').fill('nobody@example.com')
      await page.locator('input[name=password]').fill('not this one')
    }),
    { ...refused('organisation', of(id, 'organisation')), actor },
    { ...refused('signatures', of(id, 'signatures')), actor },
    { name: 'documents-unready', url: of(person, 'documents'), actor },
    { name: 'check-incomplete', url: of(person, 'check'), actor },
    ...(await withEndedSession()),
  ]
}

/** Uploads a picture that is too small. */
async function refusedFile(actor: PersonActor, qualificationId: string): Promise<void> {
  const { buffer, name } = await tinyPicture()
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const { fileId } = await acceptDocument(actor, { ...slot, fileName: name, source: Readable.from([buffer]) })
  await settled(fileId)
}

/** Their forms are sent without a session, as after it ended. */
async function withEndedSession(): Promise<Screen[]> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...actor, accountId } })
  const dialog = (page: Page) => page.locator('dialog[open]')
  const ended = async (page: Page) => {
    await page.context().clearCookies({ name: /session/ })
    await send(page)
    await dialog(page).locator('form').first().waitFor()
  }
  const use = { url: `/qualifications/${id}/use`, actor }
  return [
    { name: 'use-session-ended', ...use, before: ended },
    {
      name: 'use-session-ended-password',
      ...use,
      async before(page) {
        await ended(page)
        await dialog(page)
          .getByRole('button', { name: /^(用密码登录|Sign in with a password)$/ })
          .click()
        await dialog(page).locator('input[name=password]').waitFor()
      },
    },
    { name: 'queue-session-ended', url: '/queue', actor: (await aColleague()).actor, before: ended },
  ]
}
