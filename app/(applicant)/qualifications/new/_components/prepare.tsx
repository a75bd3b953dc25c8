'use client'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import type { QualificationKind } from '@/lib/db/generated/enums'

const ITEMS = {
  INDIVIDUAL: ['id', 'phone', 'self'],
  ORGANISATION: ['licence', 'people', 'seal', 'behalf'],
} as const satisfies Record<QualificationKind, readonly string[]>

/** Lists what applicants should have ready. */
export function Prepare({ kind }: { kind: QualificationKind }) {
  const t = useTranslations('applicant.new.prepare')
  return (
    <Card title={t('title')}>
      <ul className="flex list-disc flex-col gap-1.5 pl-5 marker:text-action">
        {ITEMS[kind].map((item) => (
          <li key={item}>{t(`${kind}.${item}`)}</li>
        ))}
      </ul>
    </Card>
  )
}
