import { useTranslations } from 'next-intl'
import { ConsentText } from '@/components/privacy/consent-text'
import type { ConsentKey } from '@/lib/db/generated/enums'

type Props = {
  statement: ConsentKey
  version: string
  /** Says whether the reader agreed to an earlier text. */
  isChanged?: boolean
}

/** Shows the text of a consent, in the words that are read when registering, below what has changed in it. */
export function StatementText({ statement, version, isChanged = false }: Props) {
  const t = useTranslations('myData.consents')
  const tConsents = useTranslations('consents')
  const tRead = useTranslations('auth.consents')
  return (
    <div className="max-w-measure">
      {isChanged ? <p className="mb-2 font-medium">{tConsents(`changes.${statement}`)}</p> : null}
      <ConsentText>{tConsents(`statements.${statement}.text`, { providers: tRead('providers') })}</ConsentText>
      <p className="mt-2 text-xs text-text-muted">{t('version', { version })}</p>
    </div>
  )
}
