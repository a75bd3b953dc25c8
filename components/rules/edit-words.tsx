'use client'
import { useTranslations } from 'next-intl'
import { FieldHint } from '@/components/forms/field'
import { LOCALES } from '@/lib/core/languages/locales'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import { useEdit } from './edit-context'

type Props = {
  name: string
  label: string
  hint?: string
  words: Bilingual
  /** A paragraph has more than one. */
  rows?: number
  maxLength: number
}

/** Shows words in both languages, side by side. */
export function EditWords({ name, label, hint, words, rows = 1, maxLength }: Props) {
  const t = useTranslations('common.language')
  const { isEditable, textOf } = useEdit()
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{label}</legend>
      <FieldHint name={name}>{hint}</FieldHint>
      <div className="mt-1 grid gap-x-4 gap-y-2 lg:grid-cols-2">
        {LOCALES.map((locale) => {
          const id = `${name}/${locale}`
          const shared = {
            id,
            name: id,
            lang: locale,
            maxLength,
            'aria-label': `${label} · ${t(locale)}`,
            defaultValue: textOf(id, words[locale]),
          }
          if (!isEditable) {
            return (
              <p key={locale} lang={locale} className="max-w-measure whitespace-pre-line">
                {words[locale] || '—'}
              </p>
            )
          }
          return (
            <div key={locale}>
              <label htmlFor={id} className="text-xs text-text-muted">
                {t(locale)}
              </label>
              {rows === 1 ? (
                <input type="text" autoComplete="off" {...shared} className="control" />
              ) : (
                <textarea rows={rows} {...shared} className="control field-sizing-content resize-y" />
              )}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
