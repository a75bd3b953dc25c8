import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { PictureDoubt } from '@/lib/db/generated/enums'

/** Lists what may be wrong with a picture. */
export function DoubtList({ doubts, className }: { doubts: readonly PictureDoubt[]; className?: string }) {
  const t = useTranslations('applicant.capture')
  return (
    <ul className={cn('flex flex-col gap-1 font-medium text-warning', className)}>
      {doubts.map((doubt) => (
        <li key={doubt} className="flex gap-1.5">
          <TriangleAlert aria-hidden className="mt-[0.25em] size-[1.1em] shrink-0" />
          {t(`doubt.${doubt}`)}
        </li>
      ))}
    </ul>
  )
}
