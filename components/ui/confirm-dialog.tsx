'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, type MouseEvent, type ReactNode, useId, useRef } from 'react'
import { useFormStatus } from 'react-dom'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from './button'

type Props = {
  /** Labels the button that opens the dialog. */
  trigger: ReactNode
  /** Distinguishes the button from others like it. */
  triggerLabel?: string
  triggerVariant?: ComponentProps<typeof Button>['variant']
  triggerSize?: ComponentProps<typeof Button>['size']
  title: ReactNode
  /** Explains what will happen, and whether it can be undone. */
  children: ReactNode
  confirmLabel: ReactNode
  isDangerous?: boolean
  /** Submits the form. The dialog closes when it starts, and the button that opened it waits. */
  action: (form: FormData) => void | Promise<void>
  /** Adds hidden fields. */
  values?: Record<string, string | number>
}

/**
 * Shows a button for an act that wants a second thought: what will happen is above *confirm*. Before any script runs it
 * is the browser's own popover, which opens, closes and sends; then a modal dialog, which also makes the rest inert.
 */
export function ConfirmDialog(props: Props) {
  const { trigger, triggerLabel, triggerVariant = 'secondary', triggerSize = 'normal', isDangerous = false } = props
  const t = useTranslations('common')
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const open = (event: MouseEvent) => {
    event.preventDefault()
    close()
    dialog.current?.showModal()
  }
  const close = () => {
    dialog.current?.close()
    dialog.current?.hidePopover?.() // not in older browsers, which do well without
  }
  return (
    <form action={props.action} onSubmit={close}>
      {Object.entries(props.values ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Trigger
        variant={triggerVariant}
        size={triggerSize}
        aria-haspopup="dialog"
        {...(triggerLabel ? { 'aria-label': triggerLabel } : {})}
        popoverTarget={id}
        onClick={open}
      >
        {trigger}
      </Trigger>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click next to it is an extra */}
      <dialog
        ref={dialog}
        id={id}
        popover="auto"
        aria-labelledby={`${id}-title`}
        onClick={(event) => {
          if (event.target === event.currentTarget) close()
        }}
        className="m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg overflow-auto rounded-md border bg-surface p-0 text-left text-base whitespace-normal text-text shadow-raised open:animate-appear compact:text-sm backdrop:bg-scrim"
      >
        <div className="p-6">
          <h2 id={`${id}-title`} className="text-lg">
            {props.title}
          </h2>
          <div className="mt-2 max-w-measure text-text-muted">{props.children}</div>
          <div className="mt-6 flex flex-row-reverse flex-wrap gap-3">
            <SubmitButton variant={isDangerous ? 'danger' : 'primary'}>{props.confirmLabel}</SubmitButton>
            <Button popoverTarget={id} popoverTargetAction="hide" onClick={close}>
              {t('actions.cancel')}
            </Button>
          </div>
        </div>
      </dialog>
    </form>
  )
}

/** Shows itself as waiting while the form of its dialog is sent. */
function Trigger(props: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus()
  return <Button {...props} isLoading={pending} />
}
