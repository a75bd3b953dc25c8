'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/forms/select-field'
import { TextareaField } from '@/components/forms/textarea-field'
import { EXPORT_NOTE_MAX, EXPORT_REASONS, type ExportReason, isReasonComplete } from '@/lib/qualifications/exports'

type Given = { reason: ExportReason | ''; note: string }
type Props = Given & { isMissing: boolean; onReason: (reason: ExportReason) => void; onNote: (note: string) => void }

/** What is typed into `ReasonFields`; `isMissing` when the reason that is chosen says too little without a note. */
export function useReason() {
  const [{ reason, note }, set] = useState<Given>({ reason: '', note: '' })
  return {
    reason,
    note,
    isMissing: reason !== '' && !isReasonComplete(reason, note.trim() || null),
    onReason: (next: ExportReason) => set((given) => ({ ...given, reason: next })),
    onNote: (next: string) => set((given) => ({ ...given, note: next })),
  }
}

/** Why something leaves the portal: a reason of the list, and a note where it says too little. */
export function ReasonFields({ reason, note, isMissing, onReason, onNote }: Props) {
  const t = useTranslations('cases.exporting')
  return (
    <>
      <SelectField
        name="reason"
        label={t('reason')}
        required
        value={reason}
        onChange={(event) => onReason(event.target.value as ExportReason)}
        placeholder={t('choose')}
        options={EXPORT_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
      />
      <TextareaField
        name="note"
        label={t('note')}
        hint={t('noteHint')}
        isOptional={reason !== 'OTHER'}
        error={isMissing ? t('noteMissing') : undefined}
        maxLength={EXPORT_NOTE_MAX}
        defaultValue={note}
        onChange={(event) => onNote(event.target.value)}
      />
    </>
  )
}
