'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { DraftView } from '@/lib/qualifications/read-draft'
import { isAbsent, isOfLists } from '@/lib/qualifications/tasks'
import type { Problem } from '@/lib/rulebook/problems'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { DraftForm } from '../../_components/draft-form'
import { UnlockedNote } from '../../_components/unlocked-note'
import { useDraftForm } from '../../_components/use-draft-form'
import { saveLists } from '../actions'
import { AcceptedSample, AcceptedSignature } from './accepted-rows'
import { RowList } from './row-list'
import { newRowId, rowsIn, type SampleRow, type SignatureRow } from './rows'
import { SampleFields } from './sample-fields'
import { SignatureFields } from './signature-fields'

type Props = {
  qualificationId: string
  kind: QualificationKind
  /** Whether a principal's authorisation covers some of them. */
  isOnBehalf: boolean
  locks: DraftView['locks']
  answers: Readonly<Record<string, string>>
  rules: Pick<KindRules, 'signatures' | 'samples'>
  signatures: readonly SignatureRow[]
  samples: readonly SampleRow[]
  seen: string
  problems: readonly Problem[]
}

/** Sender signatures and sample messages: rows that are added and removed, with and without scripts. */
export function SignaturesForm(props: Props) {
  const { qualificationId, kind, isOnBehalf, locks, answers, rules, seen, problems, signatures, samples } = props
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.signatures')
  const draft = useDraftForm(saveLists, seen)
  const { result, isAsked, touch } = draft
  const [rows, setRows] = useState(() => (result && !result.ok ? rowsIn(result.sent) : { signatures, samples }))
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
        canAdd={locks.mayAddSignatures && rows.signatures.length < rules.signatures.max}
        onAdd={() => {
          const blank = {
            id: newRowId(),
            source: sources[0]?.source ?? 'OWN_NAME',
            text: '',
            isOnBehalf: false,
          } as const
          change({ signatures: [...rows.signatures, blank] })
        }}
      >
        {rows.signatures.map((row, index) => {
          const lock = locks.signatures[row.id]
          if (lock?.isLocked) return <AcceptedSignature key={row.id} row={row} number={index + 1} />
          return (
            <SignatureFields
              key={row.id}
              row={row}
              number={index + 1}
              kind={kind}
              isOnBehalfAsked={isOnBehalf}
              rules={rules.signatures}
              note={lock?.state === 'UNLOCKED' ? <UnlockedNote because={lock.because} answers={answers} /> : null}
              error={errorOf(row.id)}
              onRemove={
                rows.signatures.length > 1 ? () => change({ signatures: without(rows.signatures, row.id) }) : undefined
              }
            />
          )
        })}
      </RowList>
      <RowList
        kind="sample"
        title={t('samples.title')}
        hint={t('samples.hint', rules.samples)}
        error={errorOf('samples')}
        canAdd={!locks.samples.isLocked && rows.samples.length < rules.samples.max}
        onAdd={() => change({ samples: [...rows.samples, { id: newRowId(), text: '' }] })}
      >
        {rows.samples.map((row, index) =>
          locks.samples.isLocked ? (
            <AcceptedSample key={row.id} row={row} number={index + 1} />
          ) : (
            <SampleFields
              key={row.id}
              row={row}
              number={index + 1}
              maxLength={rules.samples.maxLength}
              error={errorOf(row.id)}
              onRemove={rows.samples.length > 1 ? () => change({ samples: without(rows.samples, row.id) }) : undefined}
            />
          ),
        )}
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
