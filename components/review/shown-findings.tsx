import { Info, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { PictureDoubt } from '@/lib/db/generated/enums'
import type { ShownFinding } from '@/lib/review/shown-part'
import { atPages } from '@/lib/rulebook/file-places'
import type { NamedBy } from '@/lib/rulebook/part-names'
import { useNames } from './names'

type Props = {
  findings: readonly ShownFinding[]
  /** Lists what the applicant's browser doubted in the pictures of the part, and they used anyway. */
  doubts?: readonly PictureDoubt[]
  naming: NamedBy
}

/** Lists what was found about a part: what the applicant was shown before they submitted it, or what was read later. */
export function ShownFindings({ findings, doubts = [], naming }: Props) {
  const t = useTranslations()
  const { fieldName } = useNames(naming)
  const textOf = ({ code, field, sample, filePlaces }: ShownFinding): string => {
    const text = atPages(t, t(`rulebook.findings.${code}.name`), filePlaces)
    if (sample !== null) return t('review.shown.sample', { number: sample, text })
    return field === null ? text : t('review.shown.field', { name: fieldName(field), text })
  }
  const isUsedAnyway = ({ code, field }: ShownFinding) => field === null && doubts.some((doubt) => doubt === code)
  const others = [...new Set(doubts)]
    .filter((doubt) => !findings.some(({ code }) => code === doubt))
    .map((code): ShownFinding => ({ code, severity: 'warn', field: null, sample: null }))
  return (
    <ul className="flex flex-col gap-0.5">
      {[...findings, ...others].map((finding) => {
        const isWarning = finding.severity === 'warn'
        const Icon = isWarning ? TriangleAlert : Info
        return (
          <li key={`${finding.code} ${finding.field} ${finding.sample}`} className="flex items-start gap-2">
            <Icon
              aria-hidden
              className={isWarning ? 'mt-0.5 size-4 shrink-0 text-warning' : 'mt-0.5 size-4 shrink-0 text-info'}
            />
            <span className="min-w-0">
              <span className="sr-only">{t(`rulebook.severities.${finding.severity}`)} </span>
              {isUsedAnyway(finding) ? t('review.shown.usedAnyway', { text: textOf(finding) }) : textOf(finding)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
