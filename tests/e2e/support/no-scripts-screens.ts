import type { Page } from '@playwright/test'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { seesRefusal, send } from './forms'
import type { Screen } from './screen'
import { reachConsents, requestCode } from './sign-in-screens'

/**
 * Lists pages as browsers show them that run no scripts: a form with its refused answer, uploads, the sign-in and the
 * consents.
 */
export async function noScriptsPages(): Promise<Screen[]> {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  const url = `/qualifications/${id}`
  const pages: Screen[] = [
    { name: 'identity-refused', url: `${url}/identity`, actor, before: sendWrongNumber },
    { name: 'documents', url: `${url}/documents`, actor },
    { name: 'sign-in', url: '/sign-in' },
    { name: 'sign-in-code', url: '/sign-in', before: requestCode },
    { name: 'register-consents', url: '/register', before: (page) => reachConsents(page, { withoutScripts: true }) },
  ]
  return pages.map((page): Screen => ({ ...page, name: `no-scripts-${page.name}`, withoutScripts: true }))
}

async function sendWrongNumber(page: Page): Promise<void> {
  await page.locator('input[name="person.idNumber"]').fill('123')
  await send(page)
  await seesRefusal(page)
}
