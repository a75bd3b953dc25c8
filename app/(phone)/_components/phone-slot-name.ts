import { useTranslations } from 'next-intl'
import type { PhonePage, PhoneSlot } from '@/lib/qualifications/phone/read-phone-page'
import { documentName } from '@/lib/rulebook/part-names'

/** Returns the name of a slot. Evidence of a sender signature is numbered: a phone shows no answers. */
export function usePhoneSlotName({ rules, answers }: Pick<PhonePage, 'rules' | 'answers'>) {
  const t = useTranslations()
  return ({ slot: { kind }, signatureNumber: number }: PhoneSlot): string => {
    const name = documentName(t, kind, { rules, answers })
    return number === null ? name : t('phone.page.evidence', { name, number })
  }
}
