'use client'
import { Check, Copy } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useId, useRef, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { StaffRole } from '@/lib/db/generated/enums'

type Props = {
  url: string
  expiresAt: Date
  roles: readonly StaffRole[]
  email?: string | undefined
  /** For a second administrator. */
  waits: boolean
}

export function InvitationLink({ url, expiresAt, roles, email, waits }: Props) {
  const t = useTranslations('admin.invite')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<{ url: string; isDone: boolean }>()
  const hasCopied = copied?.url === url ? copied : undefined

  async function copy() {
    field.current?.select()
    // The clipboard is there on https and this machine only; elsewhere the link stands selected.
    const isDone = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    )
    setCopied({ url, isDone: isDone ?? false })
  }

  const title = t('made', { roles: format.list(roles.map((role) => tRoles(`${role}.name`))) })
  if (waits && email) {
    return (
      <Alert tone="warning" isLive title={title}>
        <p className="mt-1 wrap-anywhere">{t('waitsMailed', { email })}</p>
      </Alert>
    )
  }
  return (
    <Alert tone={waits ? 'warning' : 'success'} isLive title={title}>
      {waits ? <p className="mt-1">{t('waits')}</p> : null}
      {email ? <p className="mt-1 wrap-anywhere">{t('mailed', { email })}</p> : null}
      <label htmlFor={id} className="mt-2 block font-medium">
        {t('link')}
      </label>
      <div className="mt-1 flex flex-wrap gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={url}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          className="control min-w-0 flex-1 basis-64 font-mono read-only:bg-surface"
        />
        <Button onClick={copy}>
          {hasCopied?.isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
          {hasCopied?.isDone ? t('copied') : t('copy')}
        </Button>
      </div>
      {hasCopied && !hasCopied.isDone ? <p className="mt-1">{t('copyByHand')}</p> : null}
      <ul className="mt-3 list-disc space-y-1 pl-5">
        <li>{t('once')}</li>
        <li>{t('send')}</li>
        <li>{t.rich('until', { time: () => <ViewerTime at={expiresAt} /> })}</li>
      </ul>
    </Alert>
  )
}
