import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { OperatorContacts } from '@/components/layout/operator'
import { Card } from '@/components/ui/card'
import { operator } from '@/lib/core/operator'

/** Says whom to ask about a decision, and where to complain if the answer does not satisfy. */
export function DecisionComplaints({ reference }: { reference: string }) {
  const t = useTranslations('complaints.decision')
  const name = useOperatorName()
  return (
    <Card title={t('title')}>
      <dl className="flex max-w-measure flex-col gap-4">
        <Place title={t('operator.title')} text={t('operator.text', { name, reference })}>
          <Contacts />
        </Place>
        <Place title={t('telecom.title')} text={t('telecom.text')} />
        <Place title={t('spam.title')} text={t('spam.text')} />
      </dl>
    </Card>
  )
}

/** Says who is responsible for personal information, and the rights against them (PIPL 17, 50, 65). */
export function DataComplaints() {
  const t = useTranslations('complaints.data')
  const name = useOperatorName()
  return (
    <Card title={t('title')}>
      <dl className="flex max-w-measure flex-col gap-4">
        <Place title={t('operator.title')} text={t('operator.text', { name })}>
          <Contacts />
        </Place>
        <Place title={t('authority.title')} text={t('authority.text')} />
      </dl>
    </Card>
  )
}

type PlaceProps = { title: string; text: string; children?: ReactNode }

function Place({ title, text, children }: PlaceProps) {
  return (
    <div>
      <dt className="font-semibold">{title}</dt>
      <dd className="text-text-muted">
        {text}
        {children}
      </dd>
    </div>
  )
}

function Contacts() {
  const t = useTranslations('complaints')
  const { phone, email } = operator()
  if (!phone && !email) return <span className="block">{t('noContact')}</span>
  return <OperatorContacts className="block" />
}

function useOperatorName(): string {
  const t = useTranslations('common.operator')
  return operator().name ?? t('unnamed')
}
