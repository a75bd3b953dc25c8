'use client'
import { useTranslations } from 'next-intl'
import { EditWords } from '@/components/rules/edit-words'
import { LETTER_LENGTHS, MAX_CLAUSES } from '@/lib/rulebook/editing/letter-lengths'
import type { LetterClause } from '@/lib/rulebook/letters/letter-text'

const EMPTY: LetterClause = { heading: { 'zh-CN': '', en: '' }, text: { 'zh-CN': '', en: '' } }

/** Shows the clauses, and an empty one to add: one that stays empty is none, and an emptied one is removed. */
export function ClauseFields({ clauses }: { clauses: readonly LetterClause[] }) {
  const t = useTranslations('rules.letters')
  const rows = clauses.length < MAX_CLAUSES ? [...clauses, EMPTY] : clauses
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 border-y py-4">
      <legend className="sr-only">{t('clauses')}</legend>
      {rows.map((clause, index) => {
        const number = index + 1
        const isNew = index === clauses.length
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a clause is known by its place alone
          <div key={index} className="flex flex-col gap-2">
            <EditWords
              name={`clauses/${number}/heading`}
              label={isNew ? t('newClause') : t('heading', { number })}
              {...(isNew ? { hint: t('newClauseHint') } : {})}
              words={clause.heading}
              maxLength={LETTER_LENGTHS.short}
            />
            <EditWords
              name={`clauses/${number}/text`}
              label={isNew ? t('newText') : t('text', { number })}
              words={clause.text}
              rows={2}
              maxLength={LETTER_LENGTHS.long}
            />
          </div>
        )
      })}
    </fieldset>
  )
}
