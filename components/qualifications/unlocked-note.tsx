import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import { useBecause } from './use-because'

type Props = { because: readonly string[]; answers: Readonly<Record<string, string>>; children?: ReactNode }

/** Shows why something that was accepted is looked at again. */
export function UnlockedNote({ because, answers, children }: Props) {
  const t = useTranslations('applicant.locks')
  const listed = useBecause(answers)
  return (
    <Alert tone="warning">
      {t('because', { what: listed(because) })} {children}
    </Alert>
  )
}
