import { useTranslations } from 'next-intl'
import type { ConsentKey } from '@/lib/db/generated/enums'

/** Shows the text of a consent, in the words that are read when registering. */
export function StatementText({ statement, version }: { statement: ConsentKey; version: string }) {
  const t = useTranslations('myData.consents')
  const tConsents = useTranslations('consents')
  const tRead = useTranslations('auth.consents')
  return (
    <div className="max-w-measure">
      <p className="text-sm">{tConsents(`statements.${statement}.text`, { providers: tRead('providers') })}</p>
      <p className="mt-2 text-xs text-text-muted">{t('version', { version })}</p>
    </div>
  )
}
