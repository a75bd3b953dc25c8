import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { listInvitationsTo } from '@/lib/accounts/members/queries'
import type { PersonActor } from '@/lib/actor/actor'

/** Shows an invitation into an account on the page that people see first. */
export async function InvitationsBanner({ actor }: { actor: PersonActor }) {
  const { length: count } = await listInvitationsTo(actor)
  if (count === 0) return null
  const t = await getTranslations('account.banner')
  const link = (
    <a href="/account#invitations" className="link">
      {t('link')}
    </a>
  )
  return (
    <Alert title={t('title', { count })} action={link} className="mb-6">
      {t('text')}
    </Alert>
  )
}
