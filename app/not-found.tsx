import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/layout/message-page'

export default async function NotFound() {
  const t = await getTranslations('common.errorPages.notFound')
  return <MessagePage code="404" title={t('title')} text={t('text')} home={t('home')} />
}
