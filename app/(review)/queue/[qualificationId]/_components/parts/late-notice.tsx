'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNames } from '@/components/review/names'
import { Alert } from '@/components/ui/alert'
import type { ReviewCase } from '@/lib/review/open-case'
import { arrivedIn } from './arrived-in'

/** Says what a machine read while the reviewer had the case open, and that it still reads files. */
export function LateNotice({ opened }: { opened: ReviewCase }) {
  const t = useTranslations('review.late')
  const format = useFormatter()
  const { nameOf } = useNames(opened)
  const [first] = useState(opened.parts)
  const arrived = arrivedIn(opened.parts, first)
  if (arrived.length === 0 && opened.unread === 0) return null
  return (
    <Alert tone={arrived.length > 0 ? 'warning' : 'info'} isLive>
      {arrived.length > 0 ? <p>{t('arrived', { parts: format.list(arrived.map(nameOf)) })}</p> : null}
      {opened.unread > 0 ? <p>{t('unread', { count: opened.unread })}</p> : null}
    </Alert>
  )
}
