import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { LinkAs } from './link-as'

type Crumb = { label: string; href?: string }

type Props = {
  /** Leads from the top down; the last one is this page. */
  items: readonly Crumb[]
  link?: LinkAs
}

export function Breadcrumbs({ items, link: Link = 'a' }: Props) {
  const t = useTranslations('common')
  return (
    <nav aria-label={t('navigation.breadcrumbs')} className="text-sm text-text-muted print:hidden">
      <ol className="flex flex-wrap items-center gap-x-1">
        {items.map((item, index) => (
          <li key={item.label} className="flex items-center gap-1">
            {index > 0 ? <ChevronRight aria-hidden className="size-3.5" /> : null}
            {item.href ? (
              <Link href={item.href} className="-my-2 py-2 hover:text-text hover:underline">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page">{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
