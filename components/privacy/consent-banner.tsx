import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import type { PersonActor } from '@/lib/actor/actor'
import { readOwnConsents } from '@/lib/privacy/consents/read-own-consents'

/** Says that nothing new can be done for the want of a consent, and where it is given, before anyone tries. */
export async function ConsentBanner({ actor }: { actor: PersonActor }) {
  if ((await readOwnConsents(actor)).every(({ isGiven }) => isGiven)) return null
  const t = await getTranslations('myData.banner')
  const link = (
    <a href="/my-data/consents" className="link inline-flex min-h-11 items-center">
      {t('link')}
    </a>
  )
  return (
    <Alert tone="warning" title={t('title')} action={link} className="mb-6">
      {t('text')}
    </Alert>
  )
}
