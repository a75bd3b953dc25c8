'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/forms/select-field'
import { TextareaField } from '@/components/forms/textarea-field'
import { ExportReason } from '@/lib/db/generated/enums'
import { EXPORT_NOTE_MAX, isReasonComplete } from '@/lib/qualifications/files/exports'

type Given = { reason: ExportReason | ''; note: string }
type Props = Given & { isMissing: boolean; onReason: (reason: ExportReason) => void; onNote: (note: string) => void }

/** Returns what is typed into `ReasonFields`; `isMissing` when the chosen reason needs a note and has none. */
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

/** Asks why something leaves the portal: for a reason of the list, and a note where that is not enough. */
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
        options={Object.values(ExportReason).map((value) => ({ value, label: t(`reasons.${value}`) }))}
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
