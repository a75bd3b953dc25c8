import { useTranslations } from 'next-intl'
import { MarkedPicture } from '@/components/documents/marked-picture'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { OwnPart, SubmittedCopy } from '@/lib/cases/read-submitted'
import { partName } from '@/lib/rulebook/part-names'

const TONES = { ACCEPTED: 'success', REFUSED: 'danger', CARRIED: 'success', OPEN: 'neutral' } as const

/** Lists the parts with what was concluded about each, and why it wasn't accepted. */
export function SubmittedParts({ copy: { parts, rules, content } }: { copy: SubmittedCopy }) {
  const t = useTranslations()
  const by = { rules, answers: content?.fields }
  return (
    <Card title={t('submitted.page.parts.title')}>
      <ul className="divide-y">
        {parts.map((part) => {
          const result = part.verdict ?? (part.isCarried ? 'CARRIED' : 'OPEN')
          return (
            <li key={part.id} className="py-2.5">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <span>{partName(t, { ...part, signatureText: part.signature?.text }, by)}</span>
                <StatusBadge tone={TONES[result]}>{t(`submitted.page.parts.${result}`)}</StatusBadge>
              </div>
              <Why part={part} />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Why({ part: { reasons, note, place, turned } }: { part: OwnPart }) {
  const t = useTranslations('common.refusal')
  const said = useBilingual()
  return (
    <>
      {reasons.map(({ code, name, howToCorrect }) => (
        <p key={code} className="mt-1 max-w-measure text-sm">
          <span className="font-medium">{said(name)}</span>
          <span className="block text-text-muted">{said(howToCorrect)}</span>
        </p>
      ))}
      {place ? (
        <figure className="mt-2">
          <MarkedPicture
            place={place}
            variant="rendition"
            alt=""
            className="max-h-56 min-h-16 max-w-full min-w-11 border"
            turned={turned}
            square="w-56 max-w-full"
          />
          <figcaption className="mt-1 text-sm text-text-muted">
            {turned === 0 ? t('outlined') : t('outlinedTurned')}
          </figcaption>
        </figure>
      ) : null}
      {note ? <p className="mt-1 max-w-measure text-sm whitespace-pre-line">{t('note', { note })}</p> : null}
    </>
  )
}
