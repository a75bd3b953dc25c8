import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { readPressedHandover } from '@/lib/integrations/handovers/read-handover'
import { readHandoverSecret } from '@/lib/web/cookies/handover'

/** Says, where one signs in, which system handed its customer over, and by which number they sign in. */
export async function HandoverNote() {
  const secret = await readHandoverSecret()
  const found = secret === null ? null : await readPressedHandover(secret)
  if (found?.state !== 'PRESSED') return null
  const t = await getTranslations('handover.pressed')
  const { system, phone } = found.shown
  return (
    <Alert tone="info" className="mb-6">
      {phone ? t('lead', { system, phone }) : t('leadOfNew', { system })}
    </Alert>
  )
}
