'use client'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { usePageOnItsWay } from './use-page-on-its-way'

/**
 * Says at the foot of the window when the connection is lost, and when a page takes long. It covers nothing that moves:
 * what was typed stays where it is.
 */
export function ConnectionStatus() {
  const t = useTranslations('failure.connection')
  const isOnline = useSyncExternalStore(
    followConnection,
    () => navigator.onLine,
    () => true,
  )
  const { page, state, stay } = usePageOnItsWay()
  const says = isOnline ? state : page ? 'pageOffline' : 'offline'
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center p-3 print:hidden"
    >
      {says ? (
        <div className="pointer-events-auto flex max-w-xl flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-border-strong bg-surface px-4 py-2 shadow-raised">
          <p className="min-w-0 flex-1 basis-52">{t(says)}</p>
          {page && says !== 'loading' ? (
            <div className="flex gap-2">
              <Button size="small" variant="primary" onClick={() => window.location.assign(page)}>
                {t('retry')}
              </Button>
              <Button size="small" onClick={stay}>
                {t('stay')}
              </Button>
            </div>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

function followConnection(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}
