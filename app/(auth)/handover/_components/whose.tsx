import { useTranslations } from 'next-intl'
import { DescriptionList } from '@/components/ui/description-list'
import type { ShownHandover } from '@/lib/integrations/handovers/read-handover'

/** Shows whose name a hand-over acts under, for what, and which system asked. */
export function Whose({ shown }: { shown: ShownHandover }) {
  const t = useTranslations('handover')
  const { system, phone, externalRef, reference, purpose } = shown
  const items = [
    { term: t('facts.system'), value: system },
    { term: t('facts.phone'), value: phone },
    { term: t('facts.customer'), value: externalRef },
    { term: t('facts.purpose'), value: t(`purposes.${purpose}`) },
    { term: t('facts.reference'), value: reference },
  ]
  return <DescriptionList items={items.filter(({ value }) => value !== null)} className="mb-6" />
}
