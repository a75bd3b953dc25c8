'use client'
import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext, useState } from 'react'

const PageRequestId = createContext<string | null>(null)

type Props = {
  id: string
  path: string
  children: ReactNode
}

/**
 * Holds the id of the request that brought the page, for its error page to show. Pages that the browser goes to from
 * there come by requests of their own, whose ids no page gets to know: for them there is none.
 */
export function PageRequest({ id, path, children }: Props) {
  const pathname = usePathname()
  const [isLeft, setIsLeft] = useState(false)
  if (pathname !== path && !isLeft) setIsLeft(true)
  return <PageRequestId value={isLeft ? null : id}>{children}</PageRequestId>
}

export const usePageRequestId = (): string | null => useContext(PageRequestId)
