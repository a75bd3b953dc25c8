'use client'
import { useTranslations } from 'next-intl'
import { MessagePage } from '@/components/layout/message-page'

// Drawn from words that the browser has anyway: every page brings these along, in case that they are needed.

type Props = { isInShell?: boolean }

export function NotFound({ isInShell = false }: Props) {
  const t = useTranslations('common.errorPages.notFound')
  return <MessagePage code="404" title={t('title')} text={t('text')} home={t('home')} isInShell={isInShell} />
}

export function Forbidden({ isInShell = false }: Props) {
  const t = useTranslations('common.errorPages.forbidden')
  return <MessagePage code="403" title={t('title')} text={t('text')} home={t('home')} isInShell={isInShell} />
}
