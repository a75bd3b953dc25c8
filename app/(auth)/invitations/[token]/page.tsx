import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readInvitation } from '@/lib/staff/invitations/queries'
import { AcceptanceForm } from './acceptance-form'

export async function generateMetadata() {
  return { title: (await getTranslations('auth.invitation'))('title') }
}

export default async function InvitationPage({ params }: PageProps<'/invitations/[token]'>) {
  const { token } = await params
  const invitation = await readInvitation(token)
  const t = await getTranslations('auth.invitation')
  if (!invitation) return <InvalidLink />

  const [tRoles, format] = await Promise.all([getTranslations('access.roles'), getFormatter()])
  const roles = format.list(invitation.roles.map((role) => tRoles(`${role}.name`)))
  const title = invitation.kind === 'FIRST_ADMINISTRATOR' ? t('firstTitle') : t('title')
  return (
    <>
      <PageHeader title={title} lead={t('lead', { roles })} />
      <AcceptanceForm token={token} />
    </>
  )
}

async function InvalidLink() {
  const [t, tErrors] = await Promise.all([getTranslations('auth.invitation'), getTranslations('errors')])
  return (
    <>
      <PageHeader title={t('invalidTitle')} />
      <Alert
        tone="danger"
        action={
          <Link className="link" href="/staff/sign-in">
            {t('signIn')}
          </Link>
        }
      >
        {tErrors('LINK_INVALID')}
      </Alert>
    </>
  )
}
