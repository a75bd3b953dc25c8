'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { FieldError } from '@/components/forms/field'
import { Button } from '@/components/ui/button'
import { isAbsent, isOfLists } from '@/lib/qualifications/tasks'
import type { Problem } from '@/lib/rulebook/problems'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { DraftForm } from '../../_components/draft-form'
import { useDraftForm } from '../../_components/use-draft-form'
import { saveLists } from '../actions'
import { newRowId, rowsIn, type SampleRow, type SignatureRow } from './rows'
import { SampleFields } from './sample-fields'
import { SignatureFields } from './signature-fields'

type Props = {
  qualificationId: string
  rules: Pick<KindRules, 'signatures' | 'samples'>
  signatures: readonly SignatureRow[]
  samples: readonly SampleRow[]
  seen: string
  problems: readonly Problem[]
}

/** Sender signatures and sample messages: rows that are added and removed, with and without scripts. */
export function SignaturesForm({ qualificationId, rules, seen, problems, ...kept }: Props) {
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.signatures')
  const draft = useDraftForm(saveLists, seen)
  const { result, isAsked, touch } = draft
  const [rows, setRows] = useState(() => (result && !result.ok ? rowsIn(result.sent) : kept))
  const labelOf = (place: Problem['place']): string => {
    const numberIn = (list: readonly { id: string }[], id: string) => 1 + list.findIndex((row) => row.id === id)
    if (place.on === 'SIGNATURE') return words('signature', { number: numberIn(rows.signatures, place.id) })
    if (place.on === 'SAMPLE') return words('sample', { number: numberIn(rows.samples, place.id) })
    return t(place.on === 'SAMPLES' ? 'samples.title' : 'signatures.title')
  }
  const told = (result?.ok ? result.value.problems : problems).filter((problem) => isOfLists(problem))
  const found = told.flatMap(({ code, params, place }) =>
    isAsked || !isAbsent(code)
      ? [{ name: nameOf(place, rows), label: labelOf(place), message: t(`problems.${code}`, params) }]
      : [],
  )
  const errorOf = (name: string) => found.find((error) => error.name === name)?.message
  const change = (next: Partial<typeof rows>) => {
    setRows({ ...rows, ...next })
    touch()
  }
  const without = <R extends { id: string }>(list: readonly R[], id: string) => list.filter((row) => row.id !== id)
  const { sources, ...limits } = rules.signatures

  return (
    <DraftForm draft={draft} hidden={{ qualificationId, seen }} errors={found}>
      <RowList
        kind="signature"
        title={t('signatures.title')}
        hint={t('signatures.hint', limits)}
        error={errorOf('signatures')}
        canAdd={rows.signatures.length < rules.signatures.max}
        onAdd={() => {
          const blank = { id: newRowId(), source: sources[0]?.source ?? 'OWN_NAME', text: '' } as const
          change({ signatures: [...rows.signatures, blank] })
        }}
      >
        {rows.signatures.map((row, index) => (
          <SignatureFields
            key={row.id}
            row={row}
            number={index + 1}
            rules={rules.signatures}
            error={errorOf(row.id)}
            onRemove={
              rows.signatures.length > 1 ? () => change({ signatures: without(rows.signatures, row.id) }) : undefined
            }
          />
        ))}
      </RowList>
      <RowList
        kind="sample"
        title={t('samples.title')}
        hint={t('samples.hint', rules.samples)}
        error={errorOf('samples')}
        canAdd={rows.samples.length < rules.samples.max}
        onAdd={() => change({ samples: [...rows.samples, { id: newRowId(), text: '' }] })}
      >
        {rows.samples.map((row, index) => (
          <SampleFields
            key={row.id}
            row={row}
            number={index + 1}
            maxLength={rules.samples.maxLength}
            error={errorOf(row.id)}
            onRemove={rows.samples.length > 1 ? () => change({ samples: without(rows.samples, row.id) }) : undefined}
          />
        ))}
      </RowList>
    </DraftForm>
  )
}

/** A row that is not there is missed in the first one on the page. */
function nameOf(place: Problem['place'], rows: { signatures: readonly SignatureRow[]; samples: readonly SampleRow[] }) {
  if (place.on === 'SIGNATURES') return rows.signatures[0]?.id ?? 'signatures'
  if (place.on === 'SAMPLES') return rows.samples[0]?.id ?? 'samples'
  return 'id' in place ? place.id : ''
}

type ListProps = {
  kind: 'signature' | 'sample'
  title: string
  hint: string
  error: ReactNode
  canAdd: boolean
  onAdd: () => void
  children: ReactNode
}

function RowList({ kind, title, hint, error, canAdd, onAdd, children }: ListProps) {
  const t = useTranslations('applicant.signatures')
  return (
    <section aria-labelledby={`${kind}s-title`}>
      <h2 id={`${kind}s-title`} className="text-lg">
        {title}
      </h2>
      <p className="max-w-measure text-sm text-text-muted">{hint}</p>
      <FieldError name={`${kind}s`}>{error}</FieldError>
      <ol className="mt-3 flex flex-col gap-3">{children}</ol>
      {canAdd ? (
        <Button
          type="submit"
          name="intent"
          value={`add:${kind}`}
          className="mt-3"
          onClick={(event) => {
            event.preventDefault()
            onAdd()
          }}
        >
          <Plus aria-hidden />
          {t(`add.${kind}`)}
        </Button>
      ) : null}
    </section>
  )
}
