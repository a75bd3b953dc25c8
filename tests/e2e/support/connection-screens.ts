import type { Page, Route } from '@playwright/test'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { cutForms, isUpload } from './connection'
import { seesRefusal, send } from './forms'
import { drawing } from './pictures'
import type { Screen } from './screen'

/** Lists pages whose connection was lost or is slow, and uploads that were interrupted or failed. */
export async function connectionPages(): Promise<Screen[]> {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  const url = `/qualifications/${id}`
  const interrupted = { button: /^(继续上传|Resume): /, answer: (route: Route) => route.abort('connectionreset') }
  const failed = { button: /^(重新上传|Upload again): /, answer: (route: Route) => route.fulfill({ status: 413 }) }
  return [
    { name: 'form-connection-lost', url: `${url}/identity`, actor, before: loseAnswer },
    { name: 'offline', url: `${url}/identity`, actor, before: goOffline },
    { name: 'page-offline', url: `${url}/use`, actor, before: openPageOffline },
    { name: 'page-slow', url: '/qualifications', actor, before: waitForPage },
    { name: 'upload-interrupted', url: `${url}/documents`, actor, before: upload(interrupted) },
    { name: 'upload-failed', url: `${url}/documents`, actor, before: upload(failed) },
  ]
}

async function loseAnswer(page: Page): Promise<void> {
  await cutForms(page)
  await page.locator('input[name="person.name"]').fill('诸葛月')
  await send(page)
  await seesRefusal(page)
}

async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await page.getByText(/^(网络已断开|You are offline)/).waitFor()
}

/** Clicks a link without a connection, until the page before it offers a choice. */
async function openPageOffline(page: Page): Promise<void> {
  await goOffline(page)
  await page.getByRole('link', { name: /^(返回申请|Back to the application)$/ }).click()
  await page.getByRole('button', { name: /^(留在这一页|Stay on this page)$/ }).waitFor()
}

/** Opens a page that does not come, until the page before it offers a choice. */
async function waitForPage(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => pathname === '/qualifications/new',
    () => {}, // no answer
  )
  await page.locator('main a[href="/qualifications/new"]').first().click()
  await page.getByText(/^(网络较慢|The connection is slow)/).waitFor()
}

type Cut = { button: RegExp; answer: (route: Route) => Promise<void> }

/** Uploads a picture that does not arrive, until its row offers to send it again. */
const upload =
  ({ button, answer }: Cut) =>
  async (page: Page): Promise<void> => {
    await page.route(isUpload, answer)
    const slot = page.locator('#ID_PORTRAIT')
    await slot
      .locator('input[type=file]')
      .first()
      .setInputFiles(await drawing('ID_PORTRAIT'))
    await slot.getByRole('button', { name: button }).waitFor()
  }
