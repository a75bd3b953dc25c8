'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { slotId } from '@/components/qualifications/part-name'
import { UnlockedNote } from '@/components/qualifications/unlocked-note'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { isAbsent, isOfLists } from '@/lib/qualifications/draft/tasks'
import type { Problem } from '@/lib/rulebook/problems'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { DraftForm } from '../../_components/draft-form'
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
  /** Says whether a principal's authorisation covers some of them. */
  isOnBehalf: boolean
  locks: DraftView['locks']
  answers: Readonly<Record<string, string>>
  rules: Pick<KindRules, 'signatures' | 'samples'>
  signatures: readonly SignatureRow[]
  samples: readonly SampleRow[]
  /** Holds the slots for evidence, by the ids of the stored signatures that need it. */
  evidence: Readonly<Record<string, ReactNode>>
  slotNames: Readonly<Record<string, string>>
  seen: string
  problems: readonly Problem[]
}

/** Shows sender signatures and sample messages: rows that are added and removed, with and without scripts. */
export function SignaturesForm(props: Props) {
  const { qualificationId, kind, isOnBehalf, locks, answers, rules, seen, problems, signatures, samples } = props
  const { evidence, slotNames } = props
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.signatures')
  const draft = useDraftForm(saveLists, seen)
  const { result, showsMissing, touch } = draft
  const [rows, setRows] = useState(() => (result && !result.ok ? rowsIn(result.sent) : { signatures, samples }))
  const labelOf = (place: Problem['place']): string => {
    const numberIn = (list: readonly { id: string }[], id: string) => 1 + list.findIndex((row) => row.id === id)
    if (place.on === 'SIGNATURE') return words('signature', { number: numberIn(rows.signatures, place.id) })
    if (place.on === 'SAMPLE') return words('sample', { number: numberIn(rows.samples, place.id) })
    if (place.on === 'DOCUMENT') return t('documents.SIGNATURE_EVIDENCE.name')
    return t(place.on === 'SAMPLES' ? 'samples.title' : 'signatures.title')
  }
  // A file is uploaded without a save of this form: the page knows better what is missing of the evidence.
  const shown = [
    ...(result?.ok ? result.value.problems : problems).filter((problem) => isOfLists(problem)),
    ...problems.filter(({ place }) => place.on === 'DOCUMENT' && place.kind === 'SIGNATURE_EVIDENCE'),
  ]
  const found = shown.flatMap(({ code, params, place }) =>
    showsMissing || !isAbsent(code)
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
    <DraftForm draft={draft} hidden={{ qualificationId }} errors={found} slotNames={slotNames} isApart>
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
          if (lock?.isLocked)
            return <AcceptedSignature key={row.id} row={row} number={index + 1} evidence={evidence[row.id]} />
          return (
            <SignatureFields
              key={row.id}
              row={row}
              number={index + 1}
              kind={kind}
              isOnBehalfRequired={isOnBehalf}
              rules={rules.signatures}
              note={lock?.state === 'UNLOCKED' ? <UnlockedNote because={lock.because} answers={answers} /> : null}
              error={errorOf(row.id)}
              evidence={evidence[row.id]}
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

/** Returns the field at which a problem is shown: a missing row is reported at the first one. */
function nameOf(place: Problem['place'], rows: { signatures: readonly SignatureRow[]; samples: readonly SampleRow[] }) {
  if (place.on === 'SIGNATURES') return rows.signatures[0]?.id ?? 'signatures'
  if (place.on === 'SAMPLES') return rows.samples[0]?.id ?? 'samples'
  if (place.on === 'DOCUMENT') return slotId(place.kind, place.senderSignatureId)
  return 'id' in place ? place.id : ''
}
