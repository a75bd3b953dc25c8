import type { Page } from '@playwright/test'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague } from '@/tests/factories/people'

/** Returns the page of an organisation's case that its reviewer has claimed. */
export async function aClaimedCase() {
  const { applicant, id } = await anOrganisationDraft()
  await submit(applicant.actor, id)
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await claimQualification(reviewer.actor, { qualificationId: id })
  return { id, url: `/queue/${id}`, reviewer }
}

export const partsOf = (page: Page) => page.getByRole('navigation', { name: 'Parts' }).getByRole('button')
export const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter reasons' })
