import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { RightExample } from '@/components/documents/document-examples'
import { MarkedPicture } from '@/components/documents/marked-picture'
import { turnedPlace } from '@/components/documents/turned-place'
import { Alert } from '@/components/ui/alert'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { Refusal } from '@/lib/qualifications/refusals'
import { partName } from '@/lib/rulebook/part-names'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { documentExample } from '@/lib/rulebook/words'
import { correctionPath } from './part-name'

type Props = {
  refusals: readonly (Refusal & { isCorrected?: boolean })[]
  rules: KindRules
  answers: Readonly<Record<string, string>>
  /** Makes each refusal link to the page that corrects it, where they are under a heading of their own. */
  qualificationId?: string
  /** Says that nothing can be corrected any more. */
  isFinal?: boolean
}

/** Shows what was refused, part by part: why, and how to correct it. A reviewer sees the same before sending. */
export function RefusalNotes({ refusals, rules, answers, qualificationId, isFinal = false }: Props) {
  const t = useTranslations()
  const said = useBilingual()
  if (refusals.length === 0) return null

  return (
    <div className="mb-6 flex flex-col gap-3 print:hidden">
      {refusals.map((refusal) => {
        const part = partName(t, refusal, { rules, answers })
        const isNamedOnly = isFinal || (qualificationId && !refusal.isCorrected)
        const title = refusal.isCorrected ? 'changed' : 'refused'
        return (
          <Alert
            key={part}
            tone={refusal.isCorrected ? 'info' : 'danger'}
            title={isNamedOnly ? part : t(`common.refusal.${title}`, { part })}
            action={
              qualificationId ? (
                <Link
                  href={correctionPath(qualificationId, refusal)}
                  className="link inline-flex min-h-11 items-center"
                >
                  {t('common.refusal.correct', { part })}
                </Link>
              ) : null
            }
          >
            <ul className="mt-1 flex flex-col gap-1">
              {refusal.reasons.map(({ code, name, howToCorrect }) => (
                <li key={code}>
                  <span className="font-medium">{said(name)}</span>
                  <span className="block text-sm">{said(howToCorrect)}</span>
                </li>
              ))}
            </ul>
            {refusal.place ? <OutlinedPicture {...{ refusal, part, rules, answers }} place={refusal.place} /> : null}
            {refusal.note ? (
              <p className="mt-2 text-sm whitespace-pre-line">{t('common.refusal.note', { note: refusal.note })}</p>
            ) : null}
          </Alert>
        )
      })}
    </div>
  )
}

type OutlinedProps = Pick<Props, 'rules' | 'answers'> & {
  refusal: Refusal
  place: NonNullable<Refusal['place']>
  part: string
}

/** Shows the picture with the place that the reviewer outlined, next to how it should look. */
function OutlinedPicture({ refusal: { documentKind, turned }, place, part, rules, answers }: OutlinedProps) {
  const t = useTranslations('common.refusal')
  const isOrganisation = rules.documents.some(({ kind }) => kind === 'LICENCE')
  const { left, right, top, bottom } = turnedPlace(place, turned)
  const example = documentKind && documentExample(documentKind, answers, isOrganisation)
  return (
    <div className="mt-3 grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_9rem]">
      <figure className="min-w-0">
        <MarkedPicture
          place={place}
          variant="rendition"
          alt={t('outlinedAlt', { part, left, right, top, bottom })}
          turned={turned}
          square="w-48 max-w-full"
          className="max-h-48 min-h-32 min-w-32 max-w-full border bg-surface-sunken"
        />
        <figcaption className="mt-1.5 text-sm">{turned === 0 ? t('outlined') : t('outlinedTurned')}</figcaption>
      </figure>
      {example ? (
        <div className="w-36">
          <RightExample kind={example} />
        </div>
      ) : null}
    </div>
  )
}
