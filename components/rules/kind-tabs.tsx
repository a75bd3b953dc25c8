import { useTranslations } from 'next-intl'
import { Navigation } from '@/components/layout/navigation'
import { RuleKind } from '@/lib/db/generated/enums'
import { PLACES } from './places'

/** Shows the three kinds of rules side by side, and who runs the portal. */
export function KindTabs({ kind }: { kind: RuleKind | 'OPERATOR' }) {
  const t = useTranslations('rules')
  const tabs = Object.values(RuleKind).map((each) => ({
    key: each,
    label: t(`kinds.${each}.name`),
    href: PLACES[each],
  }))
  return (
    <Navigation
      label={t('kinds.label')}
      className="mb-4 border-b"
      items={[...tabs, { key: 'OPERATOR', label: t('operator.title'), href: '/operator' }].map(
        ({ key, label, href }) => ({ label, href, isCurrent: key === kind }),
      )}
    />
  )
}
