'use client'
import { useTranslations } from 'next-intl'
import { MessagePage } from '@/components/layout/message-page'
import { usePageRequestId } from '@/components/layout/page-request'
import { buttonLook } from '@/components/ui/button-look'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('failure')
  const reference = usePageRequestId() ?? error.digest // the log has both, in one line
  return (
    <MessagePage
      code="500"
      title={t('title')}
      text={t('text')}
      home={t('home')}
      detail={reference ? t('reference', { reference }) : undefined}
      action={
        <button type="button" className={buttonLook({ variant: 'primary' })} onClick={reset}>
          {t('retry')}
        </button>
      }
    />
  )
}
