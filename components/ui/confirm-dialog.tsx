'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from './button'
import { Dialog } from './dialog'

type Props = {
  /** What the button that opens it says. */
  trigger: ReactNode
  triggerVariant?: ComponentProps<typeof Button>['variant']
  triggerSize?: ComponentProps<typeof Button>['size']
  title: ReactNode
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  confirmLabel: ReactNode
  isDangerous?: boolean
  /** A form's action; the dialog closes when it has ended. */
  action: (form: FormData) => void | Promise<void>
  /** Sent along, as hidden fields. */
  values?: Record<string, string | number>
}

/** A button for an act that wants a second thought: what will happen stands above *confirm*. */
export function ConfirmDialog(props: Props) {
  const { trigger, triggerVariant = 'secondary', triggerSize = 'normal', isDangerous = false, values = {} } = props
  const t = useTranslations('common')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant={triggerVariant} size={triggerSize} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {trigger}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={props.title}>
        <form
          action={async (form) => {
            await props.action(form)
            setOpen(false)
          }}
        >
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div className="max-w-measure text-text-muted">{props.children}</div>
          <div className="mt-6 flex flex-row-reverse flex-wrap gap-3">
            <SubmitButton variant={isDangerous ? 'danger' : 'primary'}>{props.confirmLabel}</SubmitButton>
            <Button onClick={() => setOpen(false)}>{t('actions.cancel')}</Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
