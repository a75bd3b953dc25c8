import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted, decide, resubmit, seeAll, submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague } from '@/tests/factories/people'
import { aSentCase } from '../support/sent-case'
import { expect, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ locale: 'en' })

/** Returns how far the page itself can be scrolled: everything scrolls in its panel. */
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
]

for (const viewport of SIZES) {
  test(`at ${viewport.width} × ${viewport.height} the page of the workbench never scrolls, in any of its states`, async ({
    another,
  }) => {
    const { applicant, id } = await anOrganisationDraft()
    await submit(applicant.actor, id)
    const { sender: reviewer } = await aSentCase((await aColleague({ roles: ['LEAD'] })).actor)
    await claimQualification(reviewer, { qualificationId: id })
    await seeAll(reviewer, id)
    const page = await another(reviewer, { locale: 'en', viewport })
    await page.clock.install()
    await page.goto(`/queue/${id}`)
    const accept = page.getByRole('button', { name: /^Accept/ })
    const refuse = page.getByRole('button', { name: /^Refuse/ })
    const stays = async (state: string) => {
      await page.mouse.wheel(0, 2000)
      expect(await overflowOf(page), state).toBe(0)
      for (const one of [page.getByRole('heading', { level: 1 }), accept, refuse]) {
        await expect(one, state).toBeInViewport({ ratio: 0.9 })
      }
    }
    const staysBehind = async (state: string) => {
      await expect(page.getByRole('dialog'), state).toBeVisible()
      await page.mouse.wheel(0, 2000)
      expect(await overflowOf(page), state).toBe(0)
    }
    await part(page, 'Commitment letter').click()
    await page.getByRole('navigation', { name: 'Parts' }).hover()
    await expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible()
    await stays('open, with a decision that can be undone and a notice')
    for (const each of await page.getByRole('navigation', { name: 'Parts' }).getByRole('button').all()) {
      await each.click()
      await expect(accept).toBeInViewport({ ratio: 0.9 })
    }
    await part(page, 'Commitment letter').click()

    await refuse.click()
    await page.getByRole('checkbox', { name: /^Blurred/ }).check()
    await stays('refusing')
    await page.getByRole('button', { name: 'Preview what the applicant will see' }).click()
    await stays('with the preview')
    await page.getByRole('button', { name: 'Saved phrases' }).click()
    await stays('with the phrases')
    await page.keyboard.press('Escape')
    await page.getByRole('main').focus()
    await page.keyboard.press('m')
    await expect(page.getByRole('application', { name: 'Outline an area' })).toBeFocused()
    await stays('while a place is outlined')
    await page.keyboard.press('Enter')
    await stays('with an outline')

    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await staysBehind('with the keys')
    await page.keyboard.press('Escape')
    for (const each of await page.getByRole('navigation', { name: 'Parts' }).getByRole('button').all()) {
      await each.click()
      if (await accept.isVisible()) await accept.click()
    }
    await part(page, 'Commitment letter').click()
    await refuse.click()
    await page.getByRole('checkbox', { name: /^Blurred/ }).check()
    await page.keyboard.press('Control+Enter')
    await staysBehind('in the confirmation')
    await page.keyboard.press('Escape')

    await database().qualification.update({ where: { id }, data: { leaseEndsAt: new Date(Date.now() - 60_000) } })
    await page.keyboard.press('Shift') // a heartbeat renews the claim
    await page.clock.runFor(31_000)
    await expect(page.getByText('You no longer hold this application')).toBeVisible()
    await page.getByRole('navigation', { name: 'Parts' }).hover()
    await stays('after the claim was lost')
  })
}

for (const viewport of SIZES) {
  test(`at ${viewport.width} × ${viewport.height} it never scrolls with pictures side by side, nor in a second revision`, async ({
    another,
  }) => {
    const { applicant, id } = await aSubmitted()
    await decide((await aColleague({ roles: ['REVIEWER'] })).actor, id, { ID_IN_HAND: 'BLURRED' })
    await resubmit(applicant.actor, id, ['ID_IN_HAND'])
    const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
    await claimQualification(reviewer, { qualificationId: id })
    const page = await another(reviewer, { locale: 'en', viewport })
    await page.goto(`/queue/${id}`)
    const viewers = page.getByRole('application')
    const stays = async (state: string, count: number) => {
      await expect(viewers, state).toHaveCount(count)
      for (const place of [page.getByRole('navigation', { name: 'Parts' }), viewers.first()]) {
        await place.hover()
        await page.mouse.wheel(0, 2000)
      }
      expect(await overflowOf(page), state).toBe(0)
      for (const name of [/^Accept/, /^Refuse/]) {
        await expect(page.getByRole('button', { name }), state).toBeInViewport({ ratio: 0.9 })
      }
    }
    await part(page, 'Photo with ID in hand').click()
    await stays('a second revision, beside the first', 2)
    await page.keyboard.press('c')
    await stays('the second alone', 1)
    await page.keyboard.press('c')
    await expect(page.getByRole('application', { name: 'Picture of ID card, portrait side' })).toBeVisible()
    await stays('two faces', 2)
    await page.keyboard.press('g')
    await stays('what is judged together', 3)
    await page.getByRole('button', { name: /^Refuse/ }).click()
    await page.getByRole('checkbox', { name: /^Blurred/ }).check()
    await stays('a refusal of one of them', 3)
  })
}
