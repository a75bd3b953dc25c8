import { useTranslations } from 'next-intl'
import type { AccountLabel } from '@/lib/accounts/members/queries'

/** Returns a function that names an account to its members. */
export function useAccountNames(): (account: AccountLabel) => string {
  const t = useTranslations('myData.export')
  return ({ isOwn, founder }) => (isOwn ? t('own') : t('founded', { phone: founder ?? '—' }))
}
