import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { readOwnConsents } from '@/lib/privacy/consents/read-own-consents'
import { pageActor } from '@/lib/web/session'

/** Says, where photographs are uploaded, that none is read until the changed texts are agreed to, and links to them. */
export async function ChangedNote() {
  const consents = await readOwnConsents(await pageActor('qualification.own'))
  if (!consents.some(({ isGiven, isCurrent }) => isGiven && !isCurrent)) return null
  const t = await getTranslations('myData.consents')
  return (
    <Alert tone="warning" className="mb-6">
      {t.rich('changedForPhotos', {
        link: (words) => (
          <Link className="link" href="/my-data/consents">
            {words}
          </Link>
        ),
      })}
    </Alert>
  )
}
