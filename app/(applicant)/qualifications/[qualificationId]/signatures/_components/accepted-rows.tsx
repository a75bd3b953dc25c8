'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { StatusBadge } from '@/components/ui/status-badge'
import { useFormId } from '../../_components/form-id'
import type { SampleRow, SignatureRow } from './rows'

/**
 * A signature that was accepted in the last round: shown, and sent along as it is, for the list is saved as a whole.
 */
export function AcceptedSignature({
  row: { id, text, source, isOnBehalf },
  number,
  evidence,
}: Numbered<SignatureRow> & { evidence: ReactNode }) {
  const t = useTranslations()
  const form = useFormId()
  return (
    <AcceptedRow title={t('applicant.signatures.signature', { number })}>
      <input type="hidden" form={form} name="signature.id" value={id} />
      <input type="hidden" form={form} name="signature.source" value={source} />
      <input type="hidden" form={form} name="signature.text" value={text} />
      {isOnBehalf ? <input type="hidden" form={form} name="signature.onBehalf" value={id} /> : null}
      <p className="font-medium">{t('applicant.check.bracketed', { text })}</p>
      <p className="text-sm text-text-muted">
        {t(`rulebook.sources.${source}.name`)}
        {isOnBehalf ? ` · ${t('applicant.signatures.onBehalf.yes')}` : null}
      </p>
      {evidence}
    </AcceptedRow>
  )
}

export function AcceptedSample({ row: { id, text }, number }: Numbered<SampleRow>) {
  const t = useTranslations('applicant.signatures')
  const form = useFormId()
  return (
    <AcceptedRow title={t('sample', { number })}>
      <input type="hidden" form={form} name="sample.id" value={id} />
      <input type="hidden" form={form} name="sample.text" value={text} />
      <p className="whitespace-pre-line">{text}</p>
    </AcceptedRow>
  )
}

type Numbered<R> = { row: R; number: number }

function AcceptedRow({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslations('applicant.locks')
  return (
    <li className="rounded-md border border-success/25 bg-success-soft px-4 py-3">
      <div className="mb-1 flex items-center justify-between gap-3">
        <h3 className="text-base font-semibold">{title}</h3>
        <StatusBadge tone="success">{t('accepted')}</StatusBadge>
      </div>
      {children}
    </li>
  )
}
