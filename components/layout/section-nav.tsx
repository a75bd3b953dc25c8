import Link from 'next/link'
import { cn } from '@/components/ui/cn'

type Section = { key: string; label: string; href: string }

/** Lists the parts of a version: each has an address of its own. */
export function SectionNav({
  label,
  sections,
  current,
}: {
  label: string
  sections: readonly Section[]
  current: string
}) {
  return (
    <nav aria-label={label} className="scroll-shadow-x overflow-x-auto border-b">
      <ul className="flex lg:flex-wrap">
        {sections.map(({ key, label: words, href }) => (
          <li key={key} className="shrink-0">
            <Link
              href={href}
              scroll={false}
              aria-current={key === current ? 'page' : undefined}
              className={cn(
                'flex min-h-11 items-center border-y-2 border-transparent px-3 font-medium -outline-offset-2 focus-visible:-outline-offset-2 compact:min-h-9',
                key === current ? 'scroll-to-first border-b-action text-action' : 'text-text-muted hover:text-text',
              )}
            >
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
