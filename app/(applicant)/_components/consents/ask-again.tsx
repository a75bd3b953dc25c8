import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { RecipientsFold } from '@/components/privacy/recipients'
import { Alert } from '@/components/ui/alert'
import { readOwnConsents } from '@/lib/privacy/consents/read-own-consents'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { GiveForm } from './give-form'
import { StatementText } from './statement-text'

/**
 * Asks for the consents whose texts have changed since the reader agreed, in the place of a form that is refused
 * without them. It is shown before anything is typed, and the form is shown in its place afterwards.
 */
export async function AskAgain({ children }: { children: ReactNode }) {
  const consents = await readOwnConsents(await pageActor('qualification.own'))
  const changed = consents.filter(({ isGiven, isCurrent }) => isGiven && !isCurrent)
  if (changed.length === 0) return children
  const [t, tStatements] = await Promise.all([
    getTranslations('myData.consents'),
    getTranslations('consents.statements'),
  ])
  return (
    <ClientMessages namespaces={['myData']}>
      <div className="mt-4 flex flex-col gap-5">
        <Alert tone="warning">{t('changed')}</Alert>
        {changed.map(({ key, version }) => {
          const title = tStatements(`${key}.title`)
          return (
            <section key={key} aria-labelledby={`${key}-title`} className="rounded-md border bg-surface px-4 py-4">
              <p id={`${key}-title`} className="mb-2 font-semibold">
                {title}
              </p>
              <StatementText statement={key} version={version} isChanged />
              <div className="mt-4">
                <GiveForm statement={key} version={version} title={title} isHere />
              </div>
            </section>
          )
        })}
        <RecipientsFold />
      </div>
    </ClientMessages>
  )
}
