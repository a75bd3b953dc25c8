import type { Page } from '@playwright/test'
import type { Cases, Staff } from './cases'
import type { Screen } from './screen'

/** Lists the queue, the workbench and the cases, as each role sees them. */
export function reviewPages({ administrator, reviewer, lead, colleague }: Staff, cases: Cases): Screen[] {
  const { approved, changed, rejected, held, sent, again, suspended } = cases
  return [
    { name: 'queue-empty', url: '/queue?status=EXPIRED', actor: reviewer },
    { name: 'queue', url: '/queue', actor: reviewer },
    { name: 'queue-of-a-lead', url: '/queue', actor: lead },
    { name: 'queue-found-nothing', url: '/queue?found=none&by=NAME', actor: reviewer },
    { name: 'mine', url: '/mine', actor: colleague.actor },
    { name: 'mine-empty', url: '/mine', actor: lead },
    { name: 'queue-after-sending', url: '/queue', actor: sent.sender },
    { name: 'workbench-sent', url: `/queue/${sent.id}`, actor: sent.sender },
    { name: 'workbench', url: `/queue/${held.id}`, actor: reviewer },
    { name: 'workbench-again', url: `/queue/${again.id}`, actor: colleague.actor },
    { name: 'workbench-not-mine', url: `/queue/${held.id}`, actor: lead },
    { name: 'help', url: '/help', actor: reviewer },
    { name: 'help-open', url: '/help', actor: administrator, before: openAll },
    { name: 'case', url: `/cases/${approved.id}`, actor: administrator },
    { name: 'case-changes-requested', url: `/cases/${changed.id}`, actor: lead },
    { name: 'case-of-reviewer', url: `/cases/${held.id}`, actor: colleague.actor },
    { name: 'case-suspended', url: `/cases/${suspended.id}`, actor: administrator },
    { name: 'case-held', url: `/cases/${rejected.id}`, actor: administrator },
    { name: 'case-held-of-auditor', url: `/cases/${rejected.id}`, actor: lead },
  ]
}

/** Opens every part of a page that is folded. */
async function openAll(page: Page): Promise<void> {
  for (const summary of await page.getByRole('main').locator('summary').all()) await summary.click()
}
