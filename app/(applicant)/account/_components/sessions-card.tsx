import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'

/** Leads to where one is signed in. */
export async function SessionsCard() {
  const t = await getTranslations('sessions')
  return (
    <Card title={t('card')}>
      <p className="max-w-measure text-text-muted">{t('cardText')}</p>
      <p className="mt-2">
        <Link href="/account/sessions" prefetch={false} className="link inline-flex min-h-11 items-center">
          {t('open')}
        </Link>
      </p>
    </Card>
  )
}
