import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from './button'
import type { LinkAs } from './link-as'

type Props = {
  newerHref?: string | undefined
  olderHref?: string | undefined
  /**
   * Says that the list is of what is to come, soonest first: links lead back to the first page, and on to what is
   * later.
   */
  isAhead?: boolean
  link?: LinkAs
}

/** Links to newer and older pages, by key. Pages have no numbers, which would be wrong as soon as rows come in. */
export function Pagination({ newerHref, olderHref, isAhead = false, link: Link = 'a' }: Props) {
  const t = useTranslations('common')
  if (!newerHref && !olderHref) return null
  return (
    <nav aria-label={t('pagination.label')} className="mt-3 flex items-center justify-between gap-3">
      <span>
        {newerHref ? (
          <Button asChild size="small">
            <Link href={newerHref}>
              <ChevronLeft aria-hidden />
              {t(isAhead ? 'pagination.first' : 'pagination.newer')}
            </Link>
          </Button>
        ) : null}
      </span>
      {olderHref ? (
        <Button asChild size="small">
          <Link href={olderHref}>
            {t(isAhead ? 'pagination.later' : 'pagination.older')}
            <ChevronRight aria-hidden />
          </Link>
        </Button>
      ) : null}
    </nav>
  )
}
