'use client'
import { NextIntlClientProvider, useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { pageUrl } from '@/components/documents/page-urls'
import { RefusalNotes } from '@/components/qualifications/refusal-notes'
import { Button } from '@/components/ui/button'
import { LOCALES, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import type { Outcome } from '@/lib/db/generated/enums'
import type { Refusal } from '@/lib/qualifications/refusals'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { shownReasons } from '@/lib/rulebook/reasons'
import { turnOf } from '../pictures/turn-of'
import type { PartDraft } from '../review-reducer'

type Props = {
  opened: ReviewCase
  refused: readonly { part: ReviewPart; draft: PartDraft }[]
  /** Holds null until the outcome is known. */
  outcome?: Outcome | null
}

/** Shows what the applicant will read, in either language, by the very component that shows it to them. */
export function Preview({ opened, refused, outcome }: Props) {
  const t = useTranslations('review.preview')
  const own = useLocale()
  const [locale, setLocale] = useState(own)
  const messages = useMessages(locale)
  const refusals = refused.map(({ part, draft }) => refusalOf(opened, part, draft))
  const notes = (
    <RefusalNotes refusals={refusals} rules={opened.rules} answers={opened.answers} isFinal={outcome === 'REJECTED'} />
  )
  return (
    <section aria-label={t('title')} className="rounded-md border bg-background p-3">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-xs font-medium text-text-muted">{t('title')}</h3>
        <div className="flex">
          {LOCALES.map((each) => (
            <Button
              key={each}
              size="small"
              variant={each === locale ? 'secondary' : 'quiet'}
              aria-pressed={each === locale}
              lang={each}
              onClick={() => setLocale(each)}
            >
              {t(`languages.${each}`)}
            </Button>
          ))}
        </div>
      </div>
      <div lang={locale} className="-mb-6">
        {locale === own ? (
          notes
        ) : messages ? (
          <NextIntlClientProvider locale={locale} messages={messages}>
            {notes}
          </NextIntlClientProvider>
        ) : null}
      </div>
    </section>
  )
}

function refusalOf(opened: ReviewCase, part: ReviewPart, { reasons, note, place }: PartDraft): Refusal {
  return {
    partId: part.id,
    task: 'documents', // leads nowhere from here
    kind: part.kind,
    fieldGroup: part.fieldGroup,
    documentKind: part.documentKind,
    signatureText: part.signature?.text ?? null,
    senderSignatureId: null,
    reasons: shownReasons(opened.catalogue, reasons),
    correction: null,
    correctionField: null,
    note: note.trim() || null,
    place: place ?? null,
    turned: place ? turnOf(opened, pageUrl(place.fileId, 'rendition', place.page)) : 0,
  }
}

/** Returns the words of the other language, which are loaded only when somebody wants them. */
function useMessages(locale: string): Record<string, object> | null {
  const own = useLocale()
  const [loaded, setLoaded] = useState<Record<string, object> | null>(null)
  useEffect(() => {
    if (locale === own) return
    let isGone = false
    void messagesOf(locale as Locale, ['common', 'rulebook']).then((messages) => {
      if (!isGone) setLoaded(messages)
    })
    return () => {
      isGone = true
    }
  }, [locale, own])
  return loaded
}
