import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** Links one step up, above a page's title. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="link -ml-1 inline-flex min-h-11 items-center gap-1 print:hidden">
      <ChevronLeft aria-hidden className="size-4" />
      {children}
    </Link>
  )
}
