'use client'
import { useTranslations } from 'next-intl'
import { MessagePage } from '@/components/layout/message-page'
import { buttonLook } from '@/components/ui/button-look'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('failure')
  return (
    <MessagePage
      code="500"
      title={t('title')}
      text={t('text')}
      home={t('home')}
      detail={error.digest ? t('reference', { reference: error.digest }) : undefined}
      action={
        <button type="button" className={buttonLook({ variant: 'primary' })} onClick={reset}>
          {t('retry')}
        </button>
      }
    />
  )
}
