'use client'
import { useTranslations } from 'next-intl'
import { MessagePage } from '@/components/layout/message-page'
import { usePageRequestId } from '@/components/layout/page-request'
import { buttonLook } from '@/components/ui/button-look'
import { DATABASE_AWAY } from '@/lib/core/errors'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('failure')
  const reference = usePageRequestId() ?? error.digest // the log has both, in one line
  const isAway = error.digest === DATABASE_AWAY
  return (
    <MessagePage
      code={isAway ? '503' : '500'}
      title={isAway ? t('away.title') : t('title')}
      text={isAway ? t('away.text') : t('text')}
      home={t('home')}
      detail={reference && !isAway ? t('reference', { reference }) : undefined}
      action={
        // What the server failed at is asked for again by a new page only.
        <button type="button" className={buttonLook({ variant: 'primary' })} onClick={isAway ? reload : reset}>
          {isAway ? t('away.retry') : t('retry')}
        </button>
      }
    />
  )
}

const reload = () => window.location.reload()
