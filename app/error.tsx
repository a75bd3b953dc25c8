'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { isConnectionLost } from '@/components/forms/connection-lost'
import { MessagePage } from '@/components/layout/message-page'
import { OperatorLine } from '@/components/layout/operator'
import { usePageRequestId } from '@/components/layout/page-request'
import { buttonStyle } from '@/components/ui/button-style'
import { DATABASE_UNAVAILABLE } from '@/lib/core/errors'

/** Says why there is no page: the connection, the database or a bug. Only a new page repeats what failed. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations('failure')
  const reference = usePageRequestId() ?? error.digest // the log has both, in one line
  const isOffline = isConnectionLost(error)
  useEffect(() => {
    if (!isOffline) return
    window.addEventListener('online', reload)
    return () => window.removeEventListener('online', reload)
  }, [isOffline])
  const page = { home: t('home'), foot: <OperatorLine /> }
  if (isOffline) {
    return (
      <MessagePage
        {...page}
        title={t('connection.title')}
        text={t('connection.text')}
        action={<Retry>{t('connection.retry')}</Retry>}
      />
    )
  }
  if (error.digest === DATABASE_UNAVAILABLE) {
    return (
      <MessagePage
        {...page}
        code="503"
        title={t('unavailable.title')}
        text={t('unavailable.text')}
        action={<Retry>{t('unavailable.retry')}</Retry>}
      />
    )
  }
  return (
    <MessagePage
      {...page}
      code="500"
      title={t('title')}
      text={t('text')}
      detail={reference ? t('reference', { reference }) : undefined}
      action={<Retry>{t('retry')}</Retry>}
    />
  )
}

function Retry({ children }: { children: string }) {
  return (
    <button type="button" className={buttonStyle({ variant: 'primary' })} onClick={reload}>
      {children}
    </button>
  )
}

const reload = () => window.location.reload()
