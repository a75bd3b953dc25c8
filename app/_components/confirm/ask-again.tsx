'use client'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { startTransition, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { ActionFailure } from '@/lib/web/form-action'
import { ConfirmForms } from './confirm-forms'
import { useWays } from './ways'

type Failure = Pick<ActionFailure, 'error' | 'params' | 'sent'>
type Props = { failure: Failure /** Sends once more what was sent. */; retry: (form: FormData) => void | Promise<void> }

/**
 * What was sent is allowed, but not before a second factor is given again: asked for in a dialog, and then it is sent once
 * more by itself. Before any script runs, a page of its own asks in another window, and what was typed stays in this one.
 */
export function AskAgain({ failure, retry }: Props) {
  const t = useTranslations('factors.again')
  const ways = useWays()
  const path = usePathname()
  const [isOpen, setOpen] = useState(false)
  const isHydrated = useHydrated()
  useEffect(() => setOpen(failure.error === 'FRESH_FACTOR_NEEDED'), [failure])
  const done = () => {
    setOpen(false)
    startTransition(() => retry(formOf(failure.sent)))
  }
  const page = `/security/confirm?next=${encodeURIComponent(path)}`
  return (
    <>
      <Alert
        tone="warning"
        isLive
        title={t('title')}
        action={
          isHydrated ? (
            <Button size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
              {t('open')}
            </Button>
          ) : (
            <a className="link" href={page} target="_blank" rel="noreferrer">
              {t('openPage')}
            </a>
          )
        }
      >
        {t(isHydrated ? 'text' : 'textPage')}
      </Alert>
      {isHydrated
        ? createPortal(
            // A form of its own: what happens to it is none of the business of a form around it.
            // biome-ignore lint/a11y/noStaticElementInteractions: it only stops what passes through
            // biome-ignore lint/a11y/useKeyWithClickEvents: likewise
            <div
              data-density="compact"
              onSubmit={(event) => event.stopPropagation()}
              onClick={(event) => event.stopPropagation()}
            >
              <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('title')}>
                <p className="mb-4 max-w-measure text-text-muted">{t('why')}</p>
                <ConfirmForms ways={ways} onDone={done} />
              </Dialog>
            </div>,
            document.body,
          )
        : null}
    </>
  )
}

function formOf(sent: ActionFailure['sent']): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(sent)) {
    for (const value of Array.isArray(values) ? values : [values]) form.append(name, value)
  }
  return form
}
