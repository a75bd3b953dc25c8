'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type MouseEvent, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { StatusBadge } from '@/components/ui/status-badge'
import { ERROR_CODES } from '@/lib/core/errors'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { CaseSide } from '@/lib/db/generated/enums'

type Failure = Pick<ActionFailure, 'error' | 'params'>
type Props = { caseId: string; side: CaseSide; isViewed: boolean }

/**
 * Shows one picture of a case when the reviewer opens it: a page that merely loads is no view. Before any script runs
 * the link opens the picture in another window, as it does afterwards, for its full size.
 */
export function CasePicture({ caseId, side, isViewed }: Props) {
  const t = useTranslations('review.accessCases')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const src = `/api/access-cases/${caseId}/${side.toLowerCase()}`
  const open = (event: MouseEvent) => {
    event.preventDefault()
    setFailure(null)
    setOpen(true)
  }
  const fail = async () => {
    setOpen(false)
    setFailure(await failureOf(src))
  }
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="font-medium">{t(`sides.${side}`)}</span>
        <span role="status">
          <StatusBadge tone={isViewed ? 'success' : 'neutral'}>{t(isViewed ? 'viewed' : 'notViewed')}</StatusBadge>
        </span>
      </figcaption>
      <Refusal result={failure} />
      {isOpen ? (
        // biome-ignore lint/performance/noImgElement: a document never goes through the optimiser
        <img
          src={src}
          alt={t(`sides.${side}`)}
          className="w-full rounded-md border"
          onLoad={() => router.refresh()}
          onError={fail}
        />
      ) : null}
      <a className="link w-fit py-2" href={src} target="_blank" rel="noreferrer" {...(isOpen ? {} : { onClick: open })}>
        {t(isOpen ? 'viewLarge' : 'view', { side: t(`sides.${side}`) })}
      </a>
    </figure>
  )
}

/** An image element doesn't say why it was refused: the same address does, as a problem. */
async function failureOf(src: string): Promise<Failure> {
  try {
    const { code, params }: { code?: unknown; params?: Failure['params'] } = await (await fetch(src)).json()
    const error = ERROR_CODES.find((known) => known === code)
    if (error) return { error, params: params ?? {} }
  } catch {} // no answer, or a picture by now
  return { error: 'TRY_AGAIN', params: {} }
}
