'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useRef } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { claimNextQualification } from '@/app/(review)/queue/actions'
import { useFormAction } from '@/components/forms/use-form-action'
import { useKeys } from '@/components/keys/use-keys'
import type { News, Notice } from '@/lib/review/notices/read-news'
import { ReviewNotices } from './review-notices'
import { SentDecision } from './sent-decision'
import { useNews } from './use-news'

/** Marks a page that shows a claim in hand: who has one needs no other. */
export const HOLDS = 'data-holds-claim'

/** Returns whether something on the page would be lost with it. */
const isUnsaved = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

/**
 * Shows a reviewer, on every page of staff, what they sent and can still undo, and what they have to know; and binds
 * the keys that work on each: Z undoes, N claims the next case. Neither leaves what was typed behind.
 */
export function ReviewersBar({ drawn }: { drawn: News }) {
  const router = useRouter()
  const path = usePathname()
  const { sent, notices, forgetSent, forgetNotice } = useNews(drawn, (ids) => {
    if (ids.some((id) => path === `/queue/${id}`)) router.refresh()
  })
  const [newest] = sent
  const isEarly = useFirstOf(path, notices)
  const undo = useRef<HTMLFormElement>(null)
  const next = useRef<HTMLFormElement>(null)
  const [result, claimNext, isClaiming] = useFormAction(claimNextQualification)
  useKeys({
    undoSent: () => undo.current?.requestSubmit(),
    takeNext: () => {
      if (!isClaiming && !document.querySelector(`[${HOLDS}]`) && !isUnsaved()) next.current?.requestSubmit()
    },
  })
  return (
    <>
      <ReviewNotices notices={notices.filter(isEarly)} onDismissed={forgetNotice} />
      <form ref={next} action={claimNext} hidden />
      <div
        {...(sent.length > 0 ? { 'data-covers-bottom': '' } : {})}
        className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex flex-col items-center gap-2 px-4 print:hidden [&>*]:pointer-events-auto"
      >
        <Refusal result={result} />
        <ReviewNotices notices={notices.filter((notice) => !isEarly(notice))} onDismissed={forgetNotice} isFloating />
        <SentDecision
          sent={newest}
          form={undo}
          onUndone={(id) => {
            forgetSent(id)
            const place = `/queue/${id}`
            if (path !== place && isUnsaved()) return window.location.assign(place) // the browser asks
            if (path !== place) router.push(place)
            router.refresh() // the framework may hold its page as it was before the workbench moved on
          }}
        />
      </div>
    </>
  )
}

/**
 * Returns what says whether a notice was there when the page was opened: a later one must not move what the pointer is
 * on.
 */
function useFirstOf(path: string, notices: readonly Notice[]): (notice: Notice) => boolean {
  const first = useRef({ path, ids: notices.map(({ id }) => id) })
  if (first.current.path !== path) first.current = { path, ids: notices.map(({ id }) => id) }
  const { ids } = first.current
  return ({ id }) => ids.includes(id)
}
