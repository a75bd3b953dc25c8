'use client'
import { useTranslations } from 'next-intl'
import { FailureText } from '@/components/forms/failure-text'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { NoteField, stopAtNumber } from '@/components/forms/note-field'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { useNames } from '@/components/review/names'
import { Alert } from '@/components/ui/alert'
import type { StoryNaming } from '@/lib/cases/read-story'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { SignatureFilings } from '@/lib/filings/queries'
import { SUPPLEMENT_NOTE_MAX } from '@/lib/filings/supplements/note-length'
import { requestMaterial } from '../actions'

type Props = { filings: readonly SignatureFilings[]; kinds: readonly DocumentKind[]; naming: StoryNaming }

/** Requests material for one filing: which document, and what the carrier requires. */
export function SupplementForm({ filings, kinds, naming }: Props) {
  const t = useTranslations('supplements.request')
  const carriers = useTranslations('filings.carriers')
  const { nameOf } = useNames(naming)
  const problems = useTranslations('standing.problems')
  const [result, action] = useFormAction(requestMaterial)
  const refused = result && !result.ok ? result : null
  const isNumber = refused?.fields.note?.includes('NOTE_WITH_NUMBER')
  const filed = filings.flatMap(({ senderSignatureId, text, filings: each }) =>
    each
      .filter(({ state }) => state !== 'NOT_FILED')
      .map(({ carrier }) => ({
        value: `${senderSignatureId} ${carrier}`,
        label: text ? `【${text}】 ${carriers(carrier)}` : carriers(carrier),
      })),
  )
  if (filed.length === 0) return <p className="mt-3 border-t pt-3 text-xs text-text-muted">{t('notFiled')}</p>
  return (
    <details className="mt-3 border-t pt-3">
      <summary className="link w-fit cursor-pointer py-1.5">{t('title')}</summary>
      <form
        action={action}
        onSubmit={stopAtNumber}
        onReset={refused ? keepFormValues : undefined}
        className="mt-2 flex flex-col items-start gap-3"
      >
        {refused && !isNumber ? (
          <Alert tone="danger" isLive>
            <FailureText failure={refused} />
          </Alert>
        ) : null}
        <SelectField
          name="filing"
          label={t('filing')}
          required
          defaultValue={textOf(refused?.sent.filing) || undefined}
          options={filed}
        />
        <SelectField
          name="kind"
          label={t('kind')}
          required
          defaultValue={textOf(refused?.sent.kind) || 'SUPPORTING'}
          options={kinds.map((value) => ({
            value,
            label: nameOf({ kind: 'DOCUMENT', documentKind: value, fieldGroup: null }),
          }))}
        />
        <NoteField
          numberProblem={problems('NOTE_WITH_NUMBER')}
          name="note"
          label={t('note')}
          hint={t('noteHint')}
          defaultValue={textOf(refused?.sent.note)}
          required
          maxLength={SUPPLEMENT_NOTE_MAX}
          className="w-full max-w-measure"
        />
        <SubmitButton>{t('send')}</SubmitButton>
      </form>
    </details>
  )
}
