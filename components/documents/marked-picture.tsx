import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { Turned } from '@/lib/checks/upright'
import { pageUrl } from './page-urls'

/** Holds the edges of a place, in shares of the picture. */
export type Edges = { left: number; top: number; right: number; bottom: number }

type Props = {
  place: Edges & { fileId: string; page: number }
  variant: 'rendition' | 'thumbnail'
  alt: string
  /** Limits the size of the picture, which keeps its shape, and makes room for the words where it is not there. */
  className: string
  /** Degrees, clockwise, by which it is shown turned, and the width of the square in which it lies on its side. */
  turned?: Turned
  square: string
}

/**
 * The generated content of an image appears only where its picture is not there: it then covers the outline, which
 * would be around nothing.
 */
const UNAVAILABLE =
  'relative after:absolute after:inset-0 after:z-1 after:grid after:place-items-center after:overflow-hidden after:bg-surface-sunken after:p-1 after:text-center after:text-xs after:text-text-muted after:content-[attr(data-unavailable)]'

/** Shows a page with the place that a reviewer outlined on it. It is on pages of applicants, and loads no script. */
export function MarkedPicture({ place, variant, alt, className, turned = 0, square }: Props) {
  const t = useTranslations('common.refusal')
  const { fileId, page, left, top, right, bottom } = place
  const box = { x: left, y: top, width: right - left, height: bottom - top }
  const isLying = turned === 90 || turned === 270
  const marked = (
    <span className={cn('relative block w-fit', TURNS[turned])}>
      {/* biome-ignore lint/performance/noImgElement: documents never pass through an optimiser */}
      <img
        src={pageUrl(fileId, variant, page)}
        alt={alt}
        loading="lazy"
        data-unavailable={t('outlinedUnavailable')}
        className={cn('block rounded-sm', UNAVAILABLE, isLying ? 'max-h-[100cqw] max-w-[100cqw]' : className)}
      />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" className="absolute inset-0 size-full">
        <rect {...box} fill="none" className="stroke-white/80" strokeWidth={5} vectorEffect="non-scaling-stroke" />
        <rect {...box} fill="none" className="stroke-danger" strokeWidth={3} vectorEffect="non-scaling-stroke" />
      </svg>
    </span>
  )
  if (!isLying) return marked
  return <span className={cn('grid aspect-square place-items-center [container-type:size]', square)}>{marked}</span>
}

const TURNS: Readonly<Record<Turned, string>> = { 0: '', 90: 'rotate-90', 180: 'rotate-180', 270: '-rotate-90' }
