'use client'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { textsIn } from '@/components/forms/sent'
import type { Sent } from '@/lib/core/forms/action-result'
import { ConfirmPart, type ConfirmPartProps } from './confirm-part'
import type { WaitingStep } from './waiting-step'

type Props = Omit<ConfirmPartProps, 'step'> & {
  /** Null while nothing waits. */
  step: WaitingStep | null
  title: string
  /** Says what is confirmed, or asks for more of it. */
  children?: ReactNode
  /** Lists the names of the fields that the children show; all others are sent as they were. */
  shown?: readonly string[]
}

/** Asks for what confirms an act that was started by a button, and sends the act with it. It needs no script. */
export function ConfirmForm({ step, title, children, shown = [], ...part }: Props) {
  const t = useTranslations('ownCode')
  const path = usePathname()
  if (!step) return null
  return (
    <form
      action={part.action}
      noValidate
      aria-labelledby={`${part.id}-title`}
      className="flex flex-col gap-4 rounded-md border bg-surface px-4 py-4"
    >
      <p id={`${part.id}-title`} className="font-semibold">
        {title}
      </p>
      {children}
      <HiddenValues sent={step.sent} except={[...shown, 'intent', 'code', 'response']} />
      <ConfirmPart {...part} step={step} />
      <p>
        <a href={path} className="link inline-block py-2">
          {t('cancel')}
        </a>
      </p>
    </form>
  )
}

function HiddenValues({ sent, except }: { sent: Sent; except: readonly string[] }) {
  const names = Object.keys(sent).filter((name) => !except.includes(name))
  return names.flatMap((name) =>
    textsIn(sent, name).map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
  )
}
