import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'

type Props = { title: string /** Where it is changed; absent where it can't be. */; href?: string; children: ReactNode }

/** One group of answers, with the way to change it. */
export function Section({ title, href, children }: Props) {
  const t = useTranslations('applicant.check')
  return (
    <Card
      title={title}
      aside={
        href ? (
          <Link
            href={href}
            aria-label={t('changeOf', { title })}
            className="link inline-flex min-h-11 items-center px-1"
          >
            {t('change')}
          </Link>
        ) : null
      }
    >
      {children}
    </Card>
  )
}
