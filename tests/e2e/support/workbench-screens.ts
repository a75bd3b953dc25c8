import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { saveJudgementDrafts } from '@/lib/review/decisions/save-judgement-drafts'
import { aSubmitted, seeAll, submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague } from '@/tests/factories/people'
import { aCaseInEachStatus, someStaff } from './cases'
import { reviewPages } from './review-screens'
import type { Screen } from './screen'
import { expect } from './test'
import { part, pictureIsThere } from './workbench'

/**
 * Lists what staff have before them all day: the queue, the workbench in each of its states, cases, the log, reports
 * and people.
 */
export async function reviewScreens(): Promise<Screen[]> {
  const staff = await someStaff()
  const cases = await aCaseInEachStatus(staff)
  const { administrator, reviewer } = staff
  return [
    ...reviewPages(staff, cases),
    { name: 'workbench-findings', url: `/queue/${cases.held.id}`, actor: reviewer, before: openPortrait },
    { name: 'workbench-beside', url: `/queue/${cases.held.id}`, actor: reviewer, before: compareFaces },
    { name: 'workbench-keys', url: `/queue/${cases.held.id}`, actor: reviewer, before: pressing('?') },
    ...(await organisationStates()),
    { name: 'audit', url: '/audit', actor: administrator },
    { name: 'audit-story', url: `/audit?subject=${cases.approved.id}`, actor: administrator },
    { name: 'audit-empty', url: '/audit?reference=ZX-20240101-AAAAAA', actor: administrator },
    { name: 'reports', url: '/reports', actor: administrator },
    { name: 'people', url: '/people', actor: administrator },
  ]
}

/** Lists an organisation's case while its reviewer reads, refuses, and is about to send. */
async function organisationStates(): Promise<Screen[]> {
  const reviewer = (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor
  const [organisation, judged] = [await anOrganisationDraft(), await aSubmitted()]
  await submit(organisation.applicant.actor, organisation.id)
  await claimQualification(reviewer, { qualificationId: organisation.id })
  await acceptInDraft(reviewer, judged.id)
  const url = `/queue/${organisation.id}`
  return [
    { name: 'workbench-organisation', url, actor: reviewer },
    { name: 'workbench-refusing', url, actor: reviewer, before: refuseLicence },
    { name: 'workbench-confirming', url: `/queue/${judged.id}`, actor: reviewer, before: pressing('Control+Enter') },
  ]
}

/** Claims it, looks at each page and accepts each part, but sends nothing. */
async function acceptInDraft(reviewer: PersonActor, qualificationId: string): Promise<void> {
  await claimQualification(reviewer, { qualificationId })
  await seeAll(reviewer, qualificationId)
  const parts = await database().part.findMany({ where: { submission: { qualificationId } }, select: { id: true } })
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: '', note: '' }
  const drafts = Object.fromEntries(parts.map(({ id }) => [id, accepted]))
  await saveJudgementDrafts(reviewer, { qualificationId, revision: 1, drafts })
}

async function openPortrait(page: Page): Promise<void> {
  await part(page, '.*(人像面|portrait side)').click()
  await pictureIsThere(page)
}

async function compareFaces(page: Page): Promise<void> {
  await openPortrait(page)
  await page.keyboard.press('c')
  await pictureIsThere(page)
}

async function refuseLicence(page: Page): Promise<void> {
  await part(page, '.*(营业执照|Business licence)').click()
  await pictureIsThere(page)
  await page.keyboard.press('r')
  await expect(page.getByRole('searchbox', { name: /^(查找原因|Filter reasons)$/ })).toBeFocused()
}

/** Returns an act that presses a key which opens a dialog. */
const pressing = (key: string) => async (page: Page) => {
  await page.keyboard.press(key)
  await expect(page.getByRole('dialog')).toBeVisible()
}
