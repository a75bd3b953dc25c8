import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signedOut'))('title') }
}

/** Says that all sessions were closed, to the person who did so, and leads to the sign-in. */
export default async function SignedOutPage({ searchParams }: PageProps<'/signed-out'>) {
  const [{ as }, t] = await Promise.all([searchParams, getTranslations('auth.signedOut')])
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Button asChild variant="primary">
        <Link href={as === 'staff' ? '/staff/sign-in' : '/sign-in'}>{t('signIn')}</Link>
      </Button>
    </>
  )
}
