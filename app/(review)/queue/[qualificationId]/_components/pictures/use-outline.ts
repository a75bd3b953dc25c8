'use client'
import { type Dispatch, useEffect, useState } from 'react'
import type { Edges } from '@/components/documents/marked-picture'
import { pageUrl, pageUrls } from '@/components/documents/page-urls'
import type { Outlining } from '@/components/documents/place-drawing'
import type { ReviewPart } from '@/lib/review/open-case'
import type { PartDraft, ReviewAction } from '../review-reducer'

type Desk = {
  /** The part that is judged. */
  part: ReviewPart | undefined
  draft: PartDraft | undefined
  /** The address of the picture that is shown. */
  src: string | undefined
  show: (src: string, partId: string) => void
  dispatch: Dispatch<ReviewAction>
  /** Puts the focus back to the reasons. */
  toReasons: () => void
}

/**
 * Lets the reviewer outline the place that a refusal is about: on any picture of the part, and nowhere else. It refuses
 * the part, since an accepted one has none.
 */
export function useOutline({ part, draft, src, show, dispatch, toReasons }: Desk) {
  const [at, setAt] = useState<string | null>(null)
  const isRefused = draft?.verdict === 'REFUSED'
  const place = isRefused ? draft.place : undefined
  const pages = part?.files.flatMap(pagesOf) ?? []
  const shown = pages.find((page) => page.src === src)
  const isDrawing = isRefused && shown !== undefined && at === shown.src
  const partId = part?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: who leaves the part leaves the drawing
  useEffect(() => setAt(null), [partId])
  useEffect(() => {
    if (!isRefused) setAt(null)
  }, [isRefused])
  const stop = () => {
    setAt(null)
    toReasons()
  }
  const start = () => {
    const page = shown ?? pages.find((each) => isOn(place, each)) ?? pages[0]
    if (!part || !page) return
    if (!isRefused) dispatch({ do: 'REFUSE' })
    if (page !== shown) show(page.src, part.id)
    setAt(page.src)
  }
  const outlining: Outlining | undefined =
    shown && isRefused
      ? {
          place: place && isOn(place, shown) ? place : null,
          isDrawing,
          toggle: isDrawing ? stop : start,
          done: (edges: Edges | null) => {
            const { fileId, page } = shown
            dispatch({ do: 'OUTLINE', place: edges ? { fileId, page, ...edges } : undefined })
            stop()
          },
          cancel: stop,
        }
      : undefined
  return { start, outlining }
}

type Page = { src: string; fileId: string; page: number }

const pagesOf = ({ id: fileId, pageCount }: ReviewPart['files'][number]): Page[] =>
  pageUrls(fileId, 'rendition', pageCount).map((src, page) => ({ src, fileId, page }))

const isOn = (place: PartDraft['place'], { src }: Page): boolean =>
  place !== undefined && pageUrl(place.fileId, 'rendition', place.page) === src
