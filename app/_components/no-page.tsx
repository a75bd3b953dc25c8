import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/layout/message-page'

type Props = { isInShell?: boolean }

export async function NotFound({ isInShell = false }: Props) {
  const t = await getTranslations('common.errorPages.notFound')
  return <MessagePage code="404" title={t('title')} text={t('text')} home={t('home')} isInShell={isInShell} />
}

export async function Forbidden({ isInShell = false }: Props) {
  const t = await getTranslations('common.errorPages.forbidden')
  return <MessagePage code="403" title={t('title')} text={t('text')} home={t('home')} isInShell={isInShell} />
}
