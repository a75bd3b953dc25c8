'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

/** The portal may answer a moment before its own clock says so. */
const LATER_MS = 1_000
const TICK_MS = 5_000

/**
 * Says how much of a phone's time is left, by what the portal said and not by this machine's clock, and reads the page
 * again after it.
 */
export function MinutesLeft({ seconds }: { seconds: number }) {
  const t = useTranslations('phone.page')
  const router = useRouter()
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const start = performance.now()
    const ticking = window.setInterval(() => setLeft(seconds - (performance.now() - start) / 1000), TICK_MS)
    const ending = window.setTimeout(() => router.refresh(), Math.max(0, seconds * 1000) + LATER_MS)
    return () => {
      window.clearInterval(ticking)
      window.clearTimeout(ending)
    }
  }, [seconds, router])
  return <p className="numeric text-sm text-text-muted">{t('left', { minutes: Math.max(0, Math.floor(left / 60)) })}</p>
}
