'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { LOCALES } from '@/lib/core/languages/locales'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import type { ReasonEntry } from '@/lib/rulebook/reason-catalogue'

type Props = {
  reason: ReasonEntry
  /** Names a place that it is for, in each language. */
  place: Bilingual | null
}

/** Shows the saved reason in each language, as an applicant reads it whose part was refused for it. */
export function ReasonPreview({ reason, place }: Props) {
  const t = useTranslations('rules.reasons')
  return (
    <section aria-labelledby="reason-preview" className="mt-6 border-t pt-4">
      <h3 id="reason-preview" className="mb-2 font-medium">
        {t('preview')}
      </h3>
      <div className="grid gap-4 lg:grid-cols-2">
        {LOCALES.map((locale) => (
          <Alert key={locale} tone="danger">
            <div lang={locale}>
              {place ? <p className="mb-1 font-semibold">{place[locale]}</p> : null}
              <p className="font-medium">{reason.name[locale]}</p>
              <p className="text-sm">{reason.howToMend[locale]}</p>
            </div>
          </Alert>
        ))}
      </div>
    </section>
  )
}
