import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { readFactors } from '@/lib/sign-in/factors/read-factors'
import { pageColleague } from '@/lib/web/session'
import { FactorsCard } from './_components/factors-card'
import { PasswordCard } from './_components/password-card'
import { RecoveryCard } from './_components/recovery-card'

export async function generateMetadata() {
  return { title: (await getTranslations('factors.security'))('title') }
}

export default async function SecurityPage() {
  const actor = await pageColleague()
  const [t, factors] = [await getTranslations('factors.security'), await readFactors(actor)]
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button asChild>
            <Link href="/staff/sessions">{t('sessions')}</Link>
          </Button>
        }
      />
      <div className="grid max-w-5xl items-start gap-5 lg:grid-cols-2">
        <FactorsCard passkeys={factors.passkeys} totp={factors.totp} />
        <div className="flex flex-col gap-5">
          <RecoveryCard left={factors.recoveryCodesLeft} />
          <PasswordCard />
        </div>
      </div>
    </PageBody>
  )
}
