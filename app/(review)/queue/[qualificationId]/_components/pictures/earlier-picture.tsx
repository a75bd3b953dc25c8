'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { LinkedViews } from '@/components/documents/linked-views'
import { pageUrl, pageUrls } from '@/components/documents/page-urls'
import type { Mark } from '@/components/documents/use-picture-viewer'
import { Button } from '@/components/ui/button'
import type { Turned } from '@/lib/checks/upright'
import { rectangleOf } from '@/lib/qualifications/outlined-rectangle'
import type { PreviousPart } from '@/lib/review/decisions/read-previous'
import type { ReviewFile } from '@/lib/review/shown-part'
import type { Picture } from './face-beside'
import { Label, type Look, LookedAt } from './looked-at'

export const sourcesOf = (files: readonly ReviewFile[]) =>
  files.flatMap(({ id, pageCount }) => pageUrls(id, 'rendition', pageCount))

/** Returns the pages of the files that this one replaced, unless they are still there. */
export function replacedBy({ part }: Picture): string[] {
  if (!part.previous?.changed.includes('files')) return []
  const partFiles = new Set(part.files.map(({ id }) => id))
  return sourcesOf(part.previous.files.filter(({ id }) => !partFiles.has(id) || part.files.length === 1))
}

type Props = {
  picture: Picture
  name: string
  sources: readonly string[]
  look: Look
  link: LinkedViews
  /** Returns by how many degrees a picture is shown turned. */
  turnOf: (src: string) => Turned
}

/** Shows what was there before, from the same page on. */
export function EarlierPicture({ picture: { part, page }, name, sources, look, link, turnOf }: Props) {
  const t = useTranslations('review.pictures')
  const [at, setAt] = useState(Math.min(page, sources.length) - 1)
  const src = sources[at]
  const revision = part.previous?.revision ?? null
  const label = revision === null ? t('renewed', { name }) : t('before', { name, revision })
  if (!src) return null
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <div className="flex min-h-11 items-center lg:min-h-8">
        <Label>{label}</Label>
        {sources.length > 1
          ? sources.map((source, index) => (
              <Button
                key={source}
                size="small"
                variant="quiet"
                aria-pressed={index === at}
                aria-label={t('page', { name: label, page: index + 1 })}
                onClick={() => setAt(index)}
              >
                {index + 1}
              </Button>
            ))
          : null}
      </div>
      <LookedAt
        key={src}
        src={src}
        turned={turnOf(src)}
        name={label}
        marks={part.previous ? marksThen(part.previous, src, t('outlinedThen')) : []}
        look={look}
        link={link}
        className="min-h-[60dvh] flex-1 border-t lg:min-h-0"
      />
    </div>
  )
}

/** Returns the place that was outlined then, where it is on this page. */
function marksThen({ place }: Pick<PreviousPart, 'place'>, src: string, label: string): Mark[] {
  if (!place || pageUrl(place.fileId, 'rendition', place.page) !== src) return []
  return [{ label, rectangle: rectangleOf(place), isChosen: false, isRefused: true }]
}
