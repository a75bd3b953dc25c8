import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from '@/app/(public)/_components/public-frame'
import { PageHeader } from '@/components/layout/page-header'
import { Certificates } from '@/components/privacy/certificates'
import { Card } from '@/components/ui/card'
import { DomainError } from '@/lib/core/errors'
import { readErasedByLink } from '@/lib/privacy/erasure/read-certificate'
import { clientAddress } from '@/lib/web/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData.erased'))('title') }
}

type Props = { params: Promise<{ token: string }> }

/** Shows the proof of erasure to people whose whole account was erased: nobody is signed in here. */
export default async function ErasedPage({ params }: Props) {
  const { token } = await params
  const t = await getTranslations('myData.erased')
  const erasures = await erasedBy(token)
  if (typeof erasures === 'string') {
    return (
      <PublicFrame>
        <PageHeader title={t('invalid')} lead={t(erasures === 'RATE_LIMITED' ? 'limited' : 'invalidText')} />
        <a href="/sign-in" className="link">
          {t('signIn')}
        </a>
      </PublicFrame>
    )
  }
  return (
    <PublicFrame>
      <div className="max-w-form">
        <PageHeader title={t('title')} lead={t('lead')} />
        <Card title={t('certificates')}>
          <p className="max-w-measure text-text-muted">{t('text')}</p>
          <Certificates erasures={erasures} token={token} />
        </Card>
      </div>
    </PublicFrame>
  )
}

async function erasedBy(token: string) {
  try {
    return await readErasedByLink({ token, address: await clientAddress() })
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'NOT_FOUND' || error.code === 'RATE_LIMITED')) {
      return error.code
    }
    throw error
  }
}
