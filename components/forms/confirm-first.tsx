'use client'
import { usePathname } from 'next/navigation'
import { type ReactNode, startTransition, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { ActionFailure } from '@/lib/core/forms/action-result'

type Failure = Pick<ActionFailure, 'error' | 'params' | 'sent'>

export type ConfirmFirstProps = {
  failure: Failure
  /** Sends again what was sent. */
  retry: (form: FormData) => void | Promise<void>
}

type Props = ConfirmFirstProps & {
  /** Names the refusal that opens the dialog. */
  needed: Failure['error']
  words: (key: 'title' | 'text' | 'textPage' | 'open' | 'openPage' | 'why') => string
  /** Leads to the page that asks where there are no scripts. */
  page: string
  density?: 'compact'
  /** Returns the forms by which the sender confirms; `done` sends the act again. */
  children: (done: () => void) => ReactNode
}

/**
 * Asks the sender to confirm who they are before an allowed form: a dialog asks, and then the form is sent again by
 * itself. Before any script runs, a page of its own asks in another window, and what was typed stays in this one.
 */
export function ConfirmFirst({ failure, retry, needed, words, page, density, children }: Props) {
  const path = usePathname()
  const [isOpen, setOpen] = useState(false)
  const isHydrated = useHydrated()
  useEffect(() => setOpen(failure.error === needed), [failure, needed])
  const done = () => {
    setOpen(false)
    startTransition(() => retry(formOf(failure.sent)))
  }
  return (
    <>
      <Alert
        tone="warning"
        isLive
        title={words('title')}
        action={
          isHydrated ? (
            <Button size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
              {words('open')}
            </Button>
          ) : (
            <a className="link" href={`${page}?next=${encodeURIComponent(path)}`} target="_blank" rel="noreferrer">
              {words('openPage')}
            </a>
          )
        }
      >
        {words(isHydrated ? 'text' : 'textPage')}
      </Alert>
      {isHydrated
        ? createPortal(
            // A form of its own: what happens to it is none of the business of a form around it.
            // biome-ignore lint/a11y/noStaticElementInteractions: it only stops what passes through
            // biome-ignore lint/a11y/useKeyWithClickEvents: likewise
            <div
              {...(density ? { 'data-density': density } : {})}
              onSubmit={(event) => event.stopPropagation()}
              onClick={(event) => event.stopPropagation()}
            >
              <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={words('title')}>
                <p className="mb-4 max-w-measure text-text-muted">{words('why')}</p>
                {children(done)}
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
