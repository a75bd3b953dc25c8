'use server'

import { redirect } from 'next/navigation'
import { foundInAddress } from '@/lib/review/queue-filters'
import { SearchInput } from '@/lib/review/schemas'
import { searchQualifications } from '@/lib/review/search-qualifications'
import { searchBy } from '@/lib/review/search-term'
import { formAction } from '@/lib/web/form-action'

/** What was looked for stays out of every address: only the ids of what was found stand there, or a reference. */
export const search = formAction('qualification.search', SearchInput, async (actor, { text }) => {
  if (searchBy(text) === 'REFERENCE') redirect(`/queue?${new URLSearchParams({ reference: text.slice(0, 40) })}`)
  const { ids } = await searchQualifications(actor, { text })
  redirect(`/queue?${new URLSearchParams({ found: foundInAddress(ids) })}`)
})
