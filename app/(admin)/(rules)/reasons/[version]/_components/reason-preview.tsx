'use client'
import { useTranslations } from 'next-intl'
import { useRuleNames } from '@/components/rules/use-rule-names'
import { Alert } from '@/components/ui/alert'
import { LOCALES } from '@/lib/core/languages/locales'
import type { ReasonEntry } from '@/lib/rulebook/reason-catalogue'

/** Shows the saved reason in each language, as an applicant reads it whose part was refused for it. */
export function ReasonPreview({ reason }: { reason: ReasonEntry }) {
  const t = useTranslations('rules.reasons')
  const { partName } = useRuleNames()
  const place = [...reason.documents, ...reason.parts][0]
  return (
    <section aria-labelledby="reason-preview" className="mt-6 border-t pt-4">
      <h3 id="reason-preview" className="mb-2 font-medium">
        {t('preview')}
      </h3>
      <div className="grid gap-4 lg:grid-cols-2">
        {LOCALES.map((locale) => (
          <Alert key={locale} tone="danger" title={place ? partName(place) : undefined}>
            <div lang={locale} className="mt-1">
              <p className="font-medium">{reason.name[locale]}</p>
              <p className="text-sm">{reason.howToMend[locale]}</p>
            </div>
          </Alert>
        ))}
      </div>
    </section>
  )
}
