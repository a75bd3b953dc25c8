'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'

const AGAIN_MS = 3_000

/** Reads the page again while a file is being checked. A phone has few, for minutes, and no stream of its own. */
export function LookAgain({ isNeeded, path }: { isNeeded: boolean; path: string }) {
  const t = useTranslations('phone.page')
  const router = useRouter()
  useEffect(() => {
    if (!isNeeded) return
    const timer = window.setInterval(() => router.refresh(), AGAIN_MS)
    return () => window.clearInterval(timer)
  }, [isNeeded, router])
  if (!isNeeded) return null
  return (
    <noscript>
      <a href={path} className="link inline-block py-2">
        {t('reload')}
      </a>
    </noscript>
  )
}
