import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { slugOf } from '@/lib/rulebook/editing/version-names'
import { theRuleDraft } from '@/tests/factories/rules'
import type { Screen } from './screen'
import { expect } from './test'

/** Lists the pages of rules, reasons and letters: what is in force, and drafts with a change in each. */
export async function rulesPages(actor: PersonActor): Promise<Screen[]> {
  const [rulebook, reasons, letters] = [
    await theRuleDraft(actor, 'RULEBOOK'),
    await theRuleDraft(actor, 'REASONS'),
    await theRuleDraft(actor, 'LETTERS'),
  ].map(slugOf)
  const organisation = `/rules/${rulebook}?section=ORGANISATION_`
  const pages = {
    rules: '/rules',
    'rules-in-force': '/rules/cn-mainland_2024-10',
    'rules-draft': `/rules/${rulebook}`,
    'rules-retention': `/rules/${rulebook}?section=RETENTION`,
    'rules-fields': `${organisation}FIELDS`,
    'rules-documents': `${organisation}DOCUMENTS`,
    'rules-signatures': `${organisation}SIGNATURES`,
    'rules-preview': `/rules/${rulebook}?section=PREVIEW&who=INDIVIDUAL_BUSINESS&isOther=yes&isOnBehalf=yes`,
    reasons: '/reasons',
    'reasons-draft': `/reasons/${reasons}`,
    'reason-draft': `/reasons/${reasons}?reason=BLURRED`,
    'reason-new': `/reasons/${reasons}?reason=new`,
    'reason-in-force': '/reasons/cn-mainland_2024-10?reason=BLURRED',
    letters: '/letters',
    operator: '/operator',
    'letters-draft': `/letters/${letters}?letter=ORGANISATION`,
    'letters-in-force': '/letters/cn-mainland_2024-10?letter=AUTHORISATION',
  }
  return [
    ...Object.entries(pages).map(([name, url]) => ({ name, url, actor })),
    { name: 'letters-publish', url: pages['letters-draft'], actor, before: openPublishing },
  ]
}

async function openPublishing(page: Page): Promise<void> {
  await page.locator('main button[aria-haspopup=dialog]').first().click()
  await expect(page.locator('input[name=requiredFrom]')).toBeVisible()
}
