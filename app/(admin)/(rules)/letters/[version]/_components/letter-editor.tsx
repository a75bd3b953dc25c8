'use client'
import { useTranslations } from 'next-intl'
import { EditWords } from '@/components/rules/edit-words'
import { Card } from '@/components/ui/card'
import { LETTER_LENGTHS } from '@/lib/rulebook/editing/letter-lengths'
import { ID_TYPES } from '@/lib/rulebook/id-types'
import type { LetterText } from '@/lib/rulebook/letters/letter-text'
import { PARTICULARS } from '@/lib/rulebook/letters/particulars'
import { EditForm } from '../../../_components/edit-form'
import { ClauseFields } from './clause-fields'

type Props = { draft: { id: string; edits: number }; text: LetterText }

/** The whole text of one letter, in the order in which it is printed. */
export function LetterEditor({ draft, text }: Props) {
  const t = useTranslations('rules.letters')
  const { short, long } = LETTER_LENGTHS
  return (
    <Card title={t(`variants.${text.variant}`)}>
      <EditForm draft={draft} part="LETTER" about={{ variant: text.variant }}>
        <p className="max-w-measure text-text-muted">{t('hint', { platform: '{platform}' })}</p>
        <EditWords name="title" label={t('title')} words={text.title} maxLength={short} />
        <EditWords name="recipient" label={t('recipient')} words={text.recipient} maxLength={short} />
        <EditWords name="opening" label={t('opening')} words={text.opening} rows={3} maxLength={long} />
        <ClauseFields clauses={text.clauses} />
        <EditWords name="closing" label={t('closing')} words={text.closing} rows={2} maxLength={long} />
        <EditWords name="languages" label={t('languages')} words={text.languages} maxLength={short} />
        {text.marks.map(({ key, label, hint }) => (
          <div key={key} className="flex flex-col gap-3">
            <EditWords name={`marks/${key}/label`} label={t(`marks.${key}`)} words={label} maxLength={short} />
            <EditWords name={`marks/${key}/hint`} label={t(`marksHint.${key}`)} words={hint} maxLength={short} />
          </div>
        ))}
        <details className="rounded-md border px-4 py-2">
          <summary className="min-h-11 cursor-pointer py-2 font-medium compact:min-h-0">{t('names')}</summary>
          <div className="flex flex-col gap-3 py-2">
            {PARTICULARS.map((name) => {
              const words = text.labels[name]
              return words ? (
                <EditWords
                  key={name}
                  name={`labels/${name}`}
                  label={t(`labels.${name}`)}
                  words={words}
                  maxLength={short}
                />
              ) : null
            })}
            {ID_TYPES.map((type) => (
              <EditWords
                key={type}
                name={`idTypes/${type}`}
                label={t('idType', { type: text.idTypes[type]['zh-CN'] })}
                words={text.idTypes[type]}
                maxLength={short}
              />
            ))}
          </div>
        </details>
      </EditForm>
    </Card>
  )
}
