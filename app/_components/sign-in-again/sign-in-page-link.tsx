import { useTranslations } from 'next-intl'
import type { Audience } from '@/lib/db/generated/enums'

/** Leads to the whole sign-in page, which has every way to sign in, in a tab of its own. */
export function SignInPageLink({ audience }: { audience: Audience }) {
  const t = useTranslations('common.signInAgain')
  return (
    <p className="mt-6 border-t pt-4 text-sm text-text-muted">
      {t('otherWays')}{' '}
      <a
        href={audience === 'STAFF' ? '/staff/sign-in' : '/sign-in'}
        target="_blank"
        rel="noreferrer"
        className="link inline-block py-1"
      >
        {t('page')}
      </a>
    </p>
  )
}
