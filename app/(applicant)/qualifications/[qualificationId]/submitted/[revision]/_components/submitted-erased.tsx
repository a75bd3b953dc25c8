import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Moment } from '@/components/ui/moment'
import type { SubmittedCopy } from '@/lib/cases/read-submitted'

/** Shows what of the submission was erased, and when; shows nothing while all of it is stored. */
export function SubmittedErased({ copy: { erased } }: { copy: SubmittedCopy }) {
  const t = useTranslations('submitted.page.erased')
  const at = erased.details ?? erased.documents
  if (!at) return null
  return <Alert>{t.rich(erased.details ? 'details' : 'documents', { date: () => <Moment at={at} /> })}</Alert>
}
