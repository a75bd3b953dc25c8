'use client'
import { type Dispatch, useEffect, useState } from 'react'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { ReviewPart } from '@/lib/review/open-case'
import { pagesOf, type ReviewAction, type ReviewState, unseenIn } from '../review-reducer'

/** Names a page that has to be looked at before its part is accepted. Pages count from 1. */
export type MissingLook = { partId: string; page: number }

type Desk = {
  work: ReviewState
  dispatch: Dispatch<ReviewAction>
  /** Holds the part that is being judged. */
  part: ReviewPart | undefined
  /** Shows another picture next to a part. */
  show: (src: string, partId: string) => void
  /** Says why the decision was refused. */
  failure: ActionFailure | null
}

/**
 * Sees to it that nothing is accepted unseen: accepting a part with a page that was not shown in full shows that page
 * first. Where the server knows of no view, its page is shown again, at its part.
 */
export function useSeen({ work, dispatch, part, show, failure }: Desk) {
  const [missing, setMissing] = useState<MissingLook | null>(null)
  const [shownAgain, setShownAgain] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal leads there once
  useEffect(() => {
    if (failure?.error !== 'PAGE_UNSEEN') return
    const { partId, page } = failure.params
    const index = work.parts.findIndex(({ id }) => id === partId)
    const refused = work.parts[index]
    const src = refused && pagesOf(refused)[Number(page) - 1]
    if (!src) return
    dispatch({ do: 'UNSEE', src })
    dispatch({ do: 'GO', to: index })
    show(src, refused.id)
    setShownAgain((count) => count + 1)
  }, [failure])
  const accept = () => {
    const unseen = part && unseenIn(work, part)
    setMissing(unseen ? { partId: part.id, page: unseen.page } : null)
    if (!unseen) return dispatch({ do: 'ACCEPT' })
    show(unseen.src, part.id)
  }
  return {
    /** Grows when pictures have to be requested again. */
    shownAgain,
    missing: missing && missing.partId === part?.id ? missing : null,
    see: (src: string) => dispatch({ do: 'SEE', src }),
    accept,
  }
}

/** Returns a refusal that names the part as the workbench does. */
export function named(
  failure: ActionFailure,
  parts: readonly ReviewPart[],
  nameOf: (part: ReviewPart) => string,
): Pick<ActionFailure, 'error' | 'params'> {
  const { error, params } = failure
  const part = parts.find(({ id }) => id === params.partId)
  return part ? { error, params: { ...params, part: nameOf(part) } } : failure
}
