import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/layout/message-page'

export default async function Forbidden() {
  const t = await getTranslations('common.errorPages.forbidden')
  return <MessagePage code="403" title={t('title')} text={t('text')} home={t('home')} />
}
