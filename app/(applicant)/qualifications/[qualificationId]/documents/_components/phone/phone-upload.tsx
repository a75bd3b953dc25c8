import { getTranslations } from 'next-intl/server'
import { env } from '@/lib/core/env'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { readPhoneOfDraft } from '@/lib/qualifications/phone/read-phone-of-draft'
import { documentName } from '@/lib/rulebook/part-names'
import { canPhonesReach } from '@/lib/web/cookies/phone'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { LaterPhonePanel } from './later-phone-panel'

type Props = { draft: Pick<DraftView, 'id' | 'rules' | 'fields'> }

/**
 * Offers to photograph on a phone, on large screens. Where the portal's address means this machine, no phone can open
 * it.
 */
export async function PhoneUpload({ draft }: Props) {
  if (!canPhonesReach(env().ZHUNXIN_URL)) return null
  const [t, actor] = await Promise.all([getTranslations(), pageActor('qualification.own')])
  const phone = await readPhoneOfDraft(actor, draft.id)
  const by = { rules: draft.rules, answers: draft.fields }
  const received = phone?.received.map(({ kind, ...file }) => ({ ...file, name: documentName(t, kind, by) }))
  return (
    <ClientMessages namespaces={['phone']}>
      <LaterPhonePanel qualificationId={draft.id} phone={phone ? { ...phone, received: received ?? [] } : null} />
    </ClientMessages>
  )
}
