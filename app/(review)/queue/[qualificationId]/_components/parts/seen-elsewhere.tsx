'use client'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useNames } from '@/components/review/names'
import { Alert } from '@/components/ui/alert'
import { Status } from '@/components/ui/status'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'

type Props = { part: ReviewPart; opened: ReviewCase }
type Found = ReviewPart['seenElsewhere'][number]

/** Says how many are shown at once: the declared values below have to stay in view. */
const SHOWN = 2

/** Says in which other applications something of the part was submitted, and what became of them. */
export function SeenElsewhere({ part: { seenElsewhere }, opened }: Props) {
  const t = useTranslations('review.seenElsewhere')
  const format = useFormatter()
  const said = useBilingual()
  const { fieldName } = useNames(opened)
  if (seenElsewhere.length === 0) return null
  const isOther = seenElsewhere.some(({ isSameAccount }) => !isSameAccount)
  const nameOf = (what: string) =>
    what === 'files' || what === 'pictures' || what === 'signature' ? t(what) : fieldName(what)
  const item = ({ id, reference, status, queuedAt, isSameAccount, common, reasons }: Found) => (
    <li key={id}>
      <span className="flex flex-wrap items-center gap-x-2">
        <Link href={`/cases/${id}`} prefetch={false} target="_blank" className="link numeric inline-block py-1">
          {reference}
        </Link>
        <Status status={status} />
      </span>
      <span className="block text-xs text-text-muted">
        {t(isOther && isSameAccount ? 'same' : 'plain', {
          what: common.map(nameOf).join(t('and')),
          date: format.dateTime(queuedAt, 'day'),
        })}
      </span>
      {reasons.length > 0 ? (
        <span className="block">{t('reasons', { names: reasons.map(said).join(t('and')) })}</span>
      ) : null}
    </li>
  )
  const folded = seenElsewhere.slice(SHOWN)
  return (
    <div className="border-b px-4 py-3">
      <Alert tone={isOther ? 'warning' : 'info'} title={t(isOther ? 'title' : 'titleSame')}>
        <p className="text-xs text-text-muted">{t('text')}</p>
        <ul className="mt-1 flex flex-col gap-1">{seenElsewhere.slice(0, SHOWN).map(item)}</ul>
        {folded.length > 0 ? (
          <details className="mt-1">
            <summary className="w-fit py-1">{t('more', { count: folded.length })}</summary>
            <ul className="flex flex-col gap-1">{folded.map(item)}</ul>
          </details>
        ) : null}
      </Alert>
    </div>
  )
}
