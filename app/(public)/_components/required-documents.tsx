import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DocumentExamples } from '@/components/documents/document-examples'
import { limitWords } from '@/lib/core/files/file-limits'
import type { Preparation } from '@/lib/qualifications/preparation'
import { documentName } from '@/lib/rulebook/part-names'
import type { RequiredSlot } from '@/lib/rulebook/required-slots'
import { documentExample, documentWordsKey, wordsOf } from '@/lib/rulebook/words'

type List = NonNullable<Preparation['list']>

/** Each document, with how it should look and how it often goes wrong. */
export function RequiredDocuments({ list }: { list: List }) {
  const t = useTranslations('public.prepare.documents')
  const required = list.slots.filter(({ slot }) => slot.min > 0)
  const optional = list.slots.filter(({ slot }) => slot.min === 0)
  return (
    <section aria-labelledby="documents">
      <h2 id="documents" className="text-lg font-semibold">
        {t('title', { count: required.length })}
      </h2>
      <p className="mt-1 text-text-muted">{t('lead')}</p>
      <ol className="mt-4 divide-y border-y">
        {required.map((entry, index) => (
          <RequiredDocument key={entry.slot.kind} required={entry} list={list} number={index + 1} />
        ))}
        {optional.map((entry) => (
          <RequiredDocument key={entry.slot.kind} required={entry} list={list} number={null} />
        ))}
      </ol>
    </section>
  )
}

type Props = {
  required: RequiredSlot
  list: List
  /** Numbers the document; null where it is not required. */
  number: number | null
}

function RequiredDocument({ required: { slot }, list: { rules, content }, number }: Props) {
  const t = useTranslations('public.prepare.documents')
  const say = useTranslations()
  const rulebook = useTranslations('rulebook')
  const upload = useTranslations('common.upload')
  const { fields } = content
  const isOrganisation = content.kind === 'ORGANISATION'
  const key = documentWordsKey(slot.kind, fields, isOrganisation)
  const words = { ...wordsOf(fields), max: slot.max }
  const example = documentExample(slot.kind, fields, isOrganisation)
  return (
    <li className="flex gap-4 py-5">
      <span aria-hidden className="numeric w-6 shrink-0 font-semibold text-action">
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="font-semibold">
          {documentName(say, slot.kind, { rules, answers: fields })}
          {number === null ? <span className="font-normal text-text-muted">{t('optional')}</span> : null}
        </h3>
        <p className="mt-1 max-w-measure text-text-muted">{rulebook(`documents.${key}.instructions`, words)}</p>
        <p className="mt-1 max-w-measure text-sm text-text-muted">{upload('limits', limitWords(slot))}</p>
        {example ? (
          <div className="mt-3">
            <DocumentExamples kind={example} />
          </div>
        ) : (
          <ul className="mt-2 flex flex-col gap-1 text-sm text-text-muted">
            <li className="flex gap-1.5">
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
              {rulebook(`documents.${key}.right`, words)}
            </li>
            <li className="flex gap-1.5">
              <X aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
              {rulebook(`documents.${key}.wrong`, words)}
            </li>
          </ul>
        )}
      </div>
    </li>
  )
}
