'use client'
import { useTranslations } from 'next-intl'
import { FieldHint } from '@/components/forms/field'
import { TextField } from '@/components/forms/text-field'
import { useEdit } from '@/components/rules/edit-context'
import { EditChecks, EditSelect } from '@/components/rules/edit-controls'
import { EditWords } from '@/components/rules/edit-words'
import { useRuleNames } from '@/components/rules/use-rule-names'
import { PartKind, QualificationKind } from '@/lib/db/generated/enums'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import { REASON_LENGTHS } from '@/lib/rulebook/editing/reason-lengths'
import { DOCUMENTS } from '@/lib/rulebook/editing/rulebook-limits'
import type { ReasonEntry } from '@/lib/rulebook/reason-catalogue'
import { OTHER } from '@/lib/rulebook/reasons'

const NOTHING: Bilingual = { 'zh-CN': '', en: '' }
const PARTS = Object.values(PartKind).filter((part) => part !== 'DOCUMENT')

/** Shows the fields for the texts of a reason and for the places where it can be given. */
export function ReasonFields({ reason }: { reason: ReasonEntry | null }) {
  const t = useTranslations('rules.reasons')
  const tRules = useTranslations('rules')
  const { documentName } = useRuleNames()
  const { isEditable } = useEdit()
  const texts = [
    ['name', reason?.name],
    ['means', reason?.means],
    ['howToCorrect', reason?.howToMend],
  ] as const
  const selects = [
    ['kind', reason?.kind ?? 'retry', ['retry', 'final'].map((value) => ({ value, label: t(`kinds.${value}`) }))],
    [
      'correction',
      reason?.mend ?? '',
      ['', 'PICTURE', 'FIELD'].map((value) => ({ value, label: t(`corrections.${value || 'NONE'}`) })),
    ],
  ] as const
  return (
    <div className="flex flex-col gap-5">
      {reason ? (
        <>
          {isEditable ? <input type="hidden" name="code" value={reason.code} /> : null}
          <p className="font-mono text-xs text-text-muted">{reason.code}</p>
        </>
      ) : (
        <NewCode />
      )}
      {texts.map(([name, words]) => (
        <EditWords
          key={name}
          name={name}
          label={t(`words.${name}`)}
          hint={t(`wordsHint.${name}`)}
          words={words ?? NOTHING}
          rows={name === 'name' ? 1 : 2}
          maxLength={REASON_LENGTHS[name]}
        />
      ))}
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {selects.map(([name, value, options]) => (
          <div key={name}>
            <dt className="font-medium">{t(name)}</dt>
            <dd className="mt-1">
              <FieldHint name={name}>{t(`${name}Hint`)}</FieldHint>
              <EditSelect name={name} label={t(name)} value={value} options={options} />
            </dd>
          </div>
        ))}
      </dl>
      <EditChecks
        name="parts"
        legend={t('parts')}
        values={reason?.parts ?? []}
        options={PARTS.map((value) => ({ value, label: tRules(`parts.${value}`) }))}
      />
      <EditChecks
        name="documents"
        legend={t('documents')}
        values={reason?.documents ?? []}
        options={DOCUMENTS.map((value) => ({ value, label: documentName(value) }))}
      />
      <EditChecks
        name="kinds"
        legend={t('applicants')}
        values={reason?.kinds ?? Object.values(QualificationKind)}
        options={Object.values(QualificationKind).map((value) => ({ value, label: tRules(`applicants.${value}`) }))}
      />
      {reason?.code === OTHER ? (
        <>
          {isEditable ? <input type="hidden" name="isOffered" value="yes" /> : null}
          <p className="max-w-measure text-text-muted">{t('otherStays')}</p>
        </>
      ) : (
        <EditChecks
          name="isOffered"
          legend={t('offered')}
          values={(reason?.isOffered ?? true) ? ['yes'] : []}
          options={[{ value: 'yes', label: t('isOffered'), hint: t('offeredHint') }]}
        />
      )}
    </div>
  )
}

function NewCode() {
  const t = useTranslations('rules')
  const { textOf, errorOf } = useEdit()
  return (
    <TextField
      name="code"
      label={t('reasons.code')}
      hint={t('reasons.codeHint')}
      defaultValue={textOf('code', '')}
      error={errorOf('code') ? t('errors.CODE') : undefined}
      maxLength={40}
      required
      width="half"
    />
  )
}
