'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button'
import { cn } from './cn'

type Props = {
  isOpen: boolean
  /** Runs on Escape, the cross, or a click next to the dialog. */
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** Holds buttons, the main one first in the tab order and last on the line. */
  footer?: ReactNode
  size?: 'normal' | 'wide'
}

/**
 * Draws the browser's own modal dialog: it holds the focus, makes the rest inert and gives the focus back. An element
 * with `data-autofocus` gets the focus first; else the browser chooses. Libraries that lock the scroll write style
 * elements, which the content security policy refuses.
 */
export function Dialog({ isOpen, onClose, title, children, footer, size = 'normal' }: Props) {
  const t = useTranslations('common')
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen && !dialog.current?.open) {
      dialog.current?.showModal()
      dialog.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    }
    if (!isOpen) dialog.current?.close()
  }, [isOpen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click next to it is an extra
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // The page's state closes it, not the browser: a key that follows at once finds both alike.
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return // that of a file field inside of it
        event.preventDefault()
        onClose()
      }}
      // The browser closes it all the same when it is cancelled twice. It says so late: by then it may be open again.
      onClose={(event) => {
        if (!event.currentTarget.open) onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      className={cn(
        'max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] animate-appear overflow-auto rounded-md border bg-surface p-0 text-left text-base text-text shadow-raised compact:text-sm backdrop:bg-scrim',
        size === 'wide' ? 'max-w-4xl' : 'max-w-lg',
      )}
    >
      {isOpen ? (
        <div className="flex flex-col">
          <header className="flex items-start justify-between gap-4 pt-4 pr-3 pl-6">
            <h2 id={titleId} className="pt-1.5 text-lg">
              {title}
            </h2>
            <Button variant="quiet" size="icon" aria-label={t('actions.close')} onClick={onClose}>
              <X aria-hidden />
            </Button>
          </header>
          <div className="px-6 pt-2 pb-5">{children}</div>
          {footer ? (
            <footer className="flex flex-row-reverse flex-wrap gap-3 border-t px-6 py-4">{footer}</footer>
          ) : null}
        </div>
      ) : null}
    </dialog>
  )
}
