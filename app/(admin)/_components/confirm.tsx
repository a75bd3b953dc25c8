'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useRef } from 'react'
import { useFormStatus } from 'react-dom'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from '@/components/ui/button'

type Props = {
  /** What the button that opens it says. */
  trigger: ReactNode
  /** Names the button among its like. */
  triggerLabel?: string
  triggerSize?: 'normal' | 'small'
  title: ReactNode
  /** What will happen. */
  children: ReactNode
  confirmLabel: ReactNode
  action: (form: FormData) => void
  /** Sent along, as hidden fields. */
  values: Record<string, string>
}

/** Asks again before a dangerous act. The browser's own popover: it opens, closes and sends before any script runs. */
export function Confirm({ trigger, triggerLabel, triggerSize = 'normal', title, children, ...rest }: Props) {
  const t = useTranslations('common')
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  return (
    <form action={rest.action} onSubmit={() => box.current?.hidePopover()}>
      {Object.entries(rest.values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Trigger size={triggerSize} popoverTarget={id} {...(triggerLabel ? { 'aria-label': triggerLabel } : {})}>
        {trigger}
      </Trigger>
      <div
        ref={box}
        id={id}
        popover="auto"
        role="dialog"
        aria-labelledby={`${id}-title`}
        className="m-auto w-[calc(100vw-2rem)] max-w-lg rounded-md border bg-surface p-6 text-left text-base whitespace-normal text-text shadow-raised open:animate-appear compact:text-sm backdrop:bg-scrim"
      >
        <h2 id={`${id}-title`} className="text-lg">
          {title}
        </h2>
        <div className="mt-2 max-w-measure text-text-muted">{children}</div>
        <div className="mt-6 flex flex-row-reverse flex-wrap gap-3">
          <SubmitButton variant="danger">{rest.confirmLabel}</SubmitButton>
          <Button popoverTarget={id} popoverTargetAction="hide">
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </form>
  )
}

type TriggerProps = Pick<Parameters<typeof Button>[0], 'size' | 'popoverTarget' | 'aria-label' | 'children'>

/** Waits with the form of its own dialog. */
function Trigger(props: TriggerProps) {
  const { pending } = useFormStatus()
  return <Button {...props} isLoading={pending} className="text-danger hover:bg-danger-soft" />
}
