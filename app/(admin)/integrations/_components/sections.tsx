import { useTranslations } from 'next-intl'
import { SectionNav } from '@/components/layout/section-nav'

const PLACES = { keys: '/integrations', webhooks: '/integrations/webhooks' } as const

/** Links to the pages by which the platform's own systems are connected. */
export function Sections({ current }: { current: keyof typeof PLACES }) {
  const t = useTranslations('webhooks.sections')
  const sections = (['keys', 'webhooks'] as const).map((key) => ({ key, label: t(key), href: PLACES[key] }))
  return (
    <div className="mb-6 compact:mb-4">
      <SectionNav label={t('label')} sections={sections} current={current} />
    </div>
  )
}
