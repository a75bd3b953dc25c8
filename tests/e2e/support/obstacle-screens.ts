import type { Page } from '@playwright/test'
import type { Cases } from './cases'
import { addSampleElsewhere, changeElsewhere } from './change-elsewhere'
import { anApplication } from './ended-sessions'
import { seesRefusal, send } from './forms'
import type { Screen } from './screen'
import { signInTo } from './test'

/**
 * Lists what stands in the way of applicants who do nothing wrong: an unfinished application, a time to wait, what
 * another device changed, and what is found since the page was opened.
 */
export async function obstaclePages({ draft, rejected }: Cases): Promise<Screen[]> {
  return [
    { name: 'new-draft', url: '/qualifications/new', actor: draft.applicant.actor },
    { name: 'new-cooling-off', url: '/qualifications/new', actor: rejected.applicant.actor, before: startAgain },
    await aConflict(),
    { name: 'check-findings-changed', url: '/', before: submitWhatChanged },
  ]
}

async function startAgain(page: Page): Promise<void> {
  await page.locator('input[name=kind][value=INDIVIDUAL]').check()
  await send(page)
  await page.getByText(/^(现在还不能重新申请|You can’t apply again yet)$/).waitFor()
}

async function aConflict(): Promise<Screen> {
  const { person, id, url } = await anApplication()
  const before = async (page: Page) => {
    await changeElsewhere(person.actor, id, { 'person.name': anotherName() })
    await page.locator('input[name="person.name"]').fill('王大明')
    await send(page)
    await page.locator('button[name=overwrite]').waitFor()
  }
  return { name: 'draft-conflict', url: `${url}/identity`, actor: person.actor, before }
}

const SECOND_CHARACTERS = [...'春夏秋冬东南西北山川江河']
let names = 0

/** Returns another name each time: two looks at once change the same answer. */
function anotherName(): string {
  names += 1
  return `王${SECOND_CHARACTERS[names % SECOND_CHARACTERS.length]}明`
}

/** Opens the check page of an application of one's own, since each look changes what is found in it. */
async function submitWhatChanged(page: Page): Promise<void> {
  const { person, id, url } = await anApplication()
  await signInTo(page.context(), person.actor)
  await page.goto(`${url}/check`, { waitUntil: 'networkidle' })
  await addSampleElsewhere(person.actor, id)
  await page.locator('form:has(input[name=draftVersion]) button[type=submit]').click()
  await seesRefusal(page)
}
