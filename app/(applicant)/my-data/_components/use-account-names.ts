import { useTranslations } from 'next-intl'
import type { AccountLabel } from '@/lib/members/queries'

/** How an account is called to its members. */
export function useAccountNames(): (account: AccountLabel) => string {
  const t = useTranslations('myData.export')
  return ({ isOwn, founder }) => (isOwn ? t('own') : t('founded', { phone: founder ?? '—' }))
}
