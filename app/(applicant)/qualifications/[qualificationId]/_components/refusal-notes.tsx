import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { Refusal } from '@/lib/qualifications/refusals'
import { documentNameKey } from '@/lib/rulebook/document-names'
import type { KindRules } from '@/lib/rulebook/rulebook'

type Props = {
  refusals: readonly (Refusal & { isMended?: boolean })[]
  rules: KindRules
  idType: string | undefined
}

/** What the last round refused, part by part: why, and how to mend it. */
export function RefusalNotes({ refusals, rules, idType }: Props) {
  const t = useTranslations()
  if (refusals.length === 0) return null

  const nameOf = ({ kind, fieldGroup, documentKind, signatureText }: Refusal): string => {
    const text = signatureText ?? ''
    if (kind === 'FIELDS') return t(`rulebook.groups.${fieldGroup}.part`)
    if (kind === 'SAMPLE_MESSAGES') return t('rulebook.samples.part')
    if (kind === 'SENDER_SIGNATURE' || !documentKind) return t('rulebook.signatures.part', { text })
    const name = t(`rulebook.${documentNameKey(rules, documentKind, idType)}`)
    return signatureText === null ? name : t('applicant.draft.evidenceOf', { name, text })
  }
  return (
    <div className="mb-6 flex flex-col gap-3 print:hidden">
      {refusals.map((refusal) => (
        <Alert
          key={nameOf(refusal)}
          tone={refusal.isMended ? 'info' : 'danger'}
          title={t(refusal.isMended ? 'applicant.draft.changed' : 'applicant.draft.refused', { part: nameOf(refusal) })}
        >
          <ul className="mt-1 flex flex-col gap-1">
            {refusal.reasons.map((reason) => (
              <li key={reason}>
                <span className="font-medium">{t(`reasons.${reason}.name`)}</span>
                <span className="block text-sm">{t(`reasons.${reason}.mend`)}</span>
              </li>
            ))}
          </ul>
          {refusal.note ? (
            <p className="mt-2 text-sm whitespace-pre-line">{t('applicant.draft.note', { note: refusal.note })}</p>
          ) : null}
        </Alert>
      ))}
    </div>
  )
}
