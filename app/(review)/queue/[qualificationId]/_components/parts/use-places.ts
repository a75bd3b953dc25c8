'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { aroundInPicture } from '@/components/documents/flat-page'
import { pageUrl } from '@/components/documents/page-urls'
import type { Mark } from '@/components/documents/use-picture-viewer'
import { useNames } from '@/components/review/names'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { ReadInPicture } from '@/lib/review/read-in-picture'

/** Returns the address of the picture in which a value was read. */
const srcOf = ({ place: { fileId, page } }: ReadInPicture): string => pageUrl(fileId, 'rendition', page)

/**
 * Marks where values were read in the pictures: of the part that is judged, those that differ from what was declared,
 * and the one that the reviewer asks for; and what a person should look at on a page of a letter.
 *
 * @param show shows another picture
 */
export function usePlaces(opened: ReviewCase, part: ReviewPart | undefined, show: (src: string) => void) {
  const t = useTranslations('review.declared')
  const recognised = useTranslations('review.recognised')
  const { fieldName } = useNames(opened)
  const [chosen, choose] = useState<{ partId: string | undefined; key: string } | null>(null)
  const chosenKey = chosen && chosen.partId === part?.id ? chosen.key : null
  return {
    chosenKey,
    toggle(key: string) {
      const read = opened.read[key]
      if (!read || key === chosenKey) return choose(null)
      choose({ partId: part?.id, key })
      show(srcOf(read))
    },
    marksOn: (src: string | undefined): Mark[] => [
      ...(part?.answers ?? []).flatMap(({ key }) => {
        const read = opened.read[key]
        const isChosen = key === chosenKey
        if (!read || srcOf(read) !== src || (read.isSame && !isChosen)) return []
        return [{ label: t('readHere', { name: fieldName(key) }), rectangle: read.place.rectangle, isChosen }]
      }),
      ...opened.recognised
        .filter(({ fileId, page }) => pageUrl(fileId, 'rendition', page) === src)
        .flatMap(({ corners, places }) =>
          places.flatMap(({ of, rectangle: flat }) => {
            if (!corners) return []
            const rectangle = aroundInPicture(corners, flat)
            return [{ label: recognised(`places.${of}`), rectangle, flat, isChosen: false }]
          }),
        ),
    ],
  }
}
