import { aFullDraft, submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { changeElsewhere } from './change-elsewhere'
import type { Screen } from './screen'

/** It has 99 letters and no space, at which a line could break. */
export const LONG_NAME = 'Wolfeschlegelsteinhausen'.padEnd(99, 'berger')

/**
 * Lists pages that show the name of a person, and of an organisation whose application is submitted: they may widen
 * none.
 */
export async function longNamePages(): Promise<Screen[]> {
  const applicant = await aRegisteredApplicant()
  const { actor } = applicant
  const { id: draft } = await aFullDraft({ applicant })
  await changeElsewhere(actor, draft, { 'person.name': LONG_NAME })
  const { id: submitted } = await anOrganisationDraft({ applicant, fields: { 'organisation.name': LONG_NAME } })
  await submit(actor, submitted)
  const paths = {
    list: '',
    new: '/new',
    who: `/${draft}/who`,
    identity: `/${draft}/identity`,
    letter: `/${draft}/letter`,
    check: `/${draft}/check`,
    submitted: `/${submitted}/submitted/1`,
    status: `/${submitted}`,
  }
  return Object.entries(paths).map(([page, path]) => ({
    name: `long-names-${page}`,
    url: `/qualifications${path}`,
    actor,
  }))
}
