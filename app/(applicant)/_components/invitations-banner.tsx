import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import type { PersonActor } from '@/lib/auth/actor'
import { listInvitationsTo } from '@/lib/members/queries'

/** Says that someone is asked into an account, on the page that they see first. */
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
