'use server'

import { redirect } from 'next/navigation'
import { foundInAddress } from '@/lib/review/queue/queue-filters'
import { searchQualifications } from '@/lib/review/queue/search-qualifications'
import { searchBy } from '@/lib/review/queue/search-term'
import { SearchInput } from '@/lib/review/schemas'
import { formAction } from '@/lib/web/actions/form-action'

/**
 * Searches. The search text stays out of every address: only the ids of what was found, and the kind of the text, are
 * in it, or a reference.
 */
export const search = formAction('qualification.search', SearchInput, async (actor, { text }) => {
  if (searchBy(text) === 'REFERENCE') redirect(`/queue?${new URLSearchParams({ reference: text.slice(0, 40) })}`)
  const { by, ids } = await searchQualifications(actor, { text })
  redirect(`/queue?${new URLSearchParams({ found: foundInAddress(ids), by })}`)
})
