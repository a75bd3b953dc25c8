import { useTranslations } from 'next-intl'
import { Navigation } from '@/components/layout/navigation'
import { RuleKind } from '@/lib/db/generated/enums'
import { PLACES } from './places'

/** Shows the three kinds of rules, side by side. */
export function KindTabs({ kind }: { kind: RuleKind }) {
  const t = useTranslations('rules.kinds')
  return (
    <Navigation
      label={t('label')}
      className="mb-4 border-b"
      items={Object.values(RuleKind).map((each) => ({
        label: t(`${each}.name`),
        href: PLACES[each],
        isCurrent: each === kind,
      }))}
    />
  )
}
