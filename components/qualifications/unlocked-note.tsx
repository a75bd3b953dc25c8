import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import { useBecause } from './use-because'

type Props = { because: readonly string[]; answers: Readonly<Record<string, string>>; children?: ReactNode }

/**
 * Shows why something that was accepted is looked at again: what the applicant changed, or that the platform has
 * another name.
 */
export function UnlockedNote({ because, answers, children }: Props) {
  const t = useTranslations('applicant.locks')
  const listed = useBecause(answers)
  const own = because.filter((key) => key !== 'platform')
  const isRenamed = own.length < because.length
  return (
    <Alert tone="warning">
      {own.length > 0 ? t('because', { what: listed(own) }) : null} {isRenamed ? t('renamed') : null} {children}
    </Alert>
  )
}
