import type { Page } from '@playwright/test'
import { HOUR } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { finishHandover } from '@/lib/integrations/handovers/finish-handover'
import { aHandover, aVouchedSession, press } from '@/tests/factories/handovers'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import type { Screen } from './screen'
import { expect, portalUrl } from './test'

/** Makes a browser the one in which the button of a hand-over was pressed, and opens a page. */
const asPressed = (secret: string, url: string) => async (page: Page) => {
  await page.context().addCookies([{ name: 'zhunxin.handover', value: secret, url: portalUrl(), httpOnly: true }])
  await page.goto(url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/**
 * Lists the pages of a hand-over: its link in each state, the steps between, the way back, and a session that was
 * vouched for.
 */
export async function handoverPages(): Promise<Screen[]> {
  const person = await aRegisteredApplicant()
  const { id: qualification } = await aDraft({ ...person.actor, accountId: person.accountId })
  const { id: accountId } = await database().account.create({ data: { externalRef: `C-${person.accountId}` } })
  const open = await aHandover({ of: person, purpose: 'CONTINUE', qualification })
  const first = await aHandover({ of: { accountId, phone: aPhone() }, purpose: 'BEGIN' })
  const vouched = await aHandover({ of: person, vouch: true })
  const used = await aHandover({ of: person })
  const pressed = await press(used.token)
  const session = await aVouchedSession(person)
  const back = await aVouchedSession(person)
  await finishHandover(back.actor)
  // Somebody may look at these pages for longer than a link works.
  const ids = [open, first, vouched].map(({ id }) => id)
  await database().handover.updateMany({
    where: { id: { in: ids } },
    data: { endsAt: new Date(Date.now() + 24 * HOUR) },
  })
  const other = (await aRegisteredApplicant()).actor
  return [
    { name: 'handover-link', url: `/handover/${open.token}` },
    { name: 'handover-link-first-member', url: `/handover/${first.token}` },
    { name: 'handover-link-vouched', url: `/handover/${vouched.token}`, actor: other },
    { name: 'handover-link-used', url: `/handover/${used.token}` },
    { name: 'handover-link-invalid', url: '/handover/nothing' },
    { name: 'handover-none', url: '/handover' },
    { name: 'handover-pressed', url: '/handover', before: asPressed(pressed.secret, '/handover') },
    { name: 'handover-other', url: '/handover', actor: other, before: asPressed(pressed.secret, '/handover') },
    {
      name: 'handover-sign-in',
      url: '/sign-in?next=%2Fhandover',
      before: asPressed(pressed.secret, '/sign-in?next=%2Fhandover'),
    },
    { name: 'handover-finished', url: '/handover', before: asPressed(back.secret, '/handover') },
    { name: 'handover-vouched-session', url: '/qualifications', actor: session.actor },
    { name: 'sessions-vouched', url: '/account/sessions', actor: person.actor },
    { name: 'handover-forbidden', url: '/account', actor: session.actor },
  ]
}
