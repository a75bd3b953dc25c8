import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'

type Props = {
  title: string
  /** Leads to where the section is changed; absent where it can't be. */
  href?: string
  /** Says that the section was accepted in the last round, and is locked. */
  isAccepted?: boolean
  children: ReactNode
}

/** Shows one group of answers, with a link to change it. */
export function Section({ title, href, isAccepted = false, children }: Props) {
  const t = useTranslations('applicant')
  return (
    <Card
      title={title}
      aside={
        href ? (
          <Link
            href={href}
            aria-label={t('check.changeOf', { title })}
            className="link inline-flex min-h-11 items-center px-1"
          >
            {t('check.change')}
          </Link>
        ) : isAccepted ? (
          <StatusBadge tone="success">{t('locks.accepted')}</StatusBadge>
        ) : null
      }
    >
      {children}
    </Card>
  )
}
