import { useTranslations } from 'next-intl'
import { SlotPages } from '@/components/qualifications/slot-pages'
import { useNames } from '@/components/review/names'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import type { StoryNaming } from '@/lib/cases/read-story'
import type { SignatureFilings } from '@/lib/filings/queries'
import type { CaseSupplements, SupplementView } from '@/lib/filings/supplements/read-supplements'
import { ExportOriginal } from './export-original'
import { CancelSupplement, JudgeSupplement } from './supplement-acts'
import { SupplementForm } from './supplement-form'

const TONES = {
  OPEN: 'neutral',
  UPLOADED: 'info',
  ACCEPTED: 'success',
  REFUSED: 'warning',
  WITHDRAWN: 'neutral',
} as const

type Props = {
  qualificationId: string
  view: CaseSupplements
  filings: readonly SignatureFilings[]
  naming: StoryNaming
  /** Says whether the reader may export originals. */
  mayExport: boolean
}

/** Lists what carriers requested after the approval, with what was uploaded, and what the reader may do about it. */
export function Supplements({ qualificationId, view, filings, naming, mayExport }: Props) {
  const t = useTranslations('supplements')
  const { supplements, kinds, may } = view
  if (supplements.length === 0 && !may.request) return null
  return (
    <Card id="supplements" title={t('title')}>
      <p className="mb-2 text-xs text-text-muted">{t('hint')}</p>
      {supplements.length === 0 ? <p className="text-text-muted">{t('none')}</p> : null}
      <ul className="divide-y">
        {supplements.map((supplement) => (
          <Item key={supplement.id} {...{ qualificationId, supplement, naming, may, mayExport }} />
        ))}
      </ul>
      {may.request ? <SupplementForm filings={filings} kinds={kinds} naming={naming} /> : null}
    </Card>
  )
}

type ItemProps = Pick<Props, 'qualificationId' | 'naming' | 'mayExport'> & {
  supplement: SupplementView
  may: CaseSupplements['may']
}

function Item({ qualificationId, supplement, naming, may, mayExport }: ItemProps) {
  const t = useTranslations('supplements')
  const carriers = useTranslations('filings.carriers')
  const { nameOf } = useNames(naming)
  const { id, carrier, kind, signature, state, note, reason, requestedAt, closedAt, pages, waiting } = supplement
  const document = nameOf({ kind: 'DOCUMENT', documentKind: kind, fieldGroup: null })
  const name = t('of', { carrier: carriers(carrier), document })
  const shown = state === 'OPEN' && pages.length > 0 ? 'UPLOADED' : state
  const isOpen = state === 'OPEN'
  const seen = pages.map(({ fileId }) => fileId).join()
  return (
    <li className="flex flex-col gap-1.5 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="font-medium">
          {name} {signature === null ? null : <bdi>{`【${signature}】`}</bdi>}
        </span>
        <StatusBadge tone={TONES[shown]}>{t(`states.${shown}`)}</StatusBadge>
      </div>
      <p className="text-xs text-text-muted">
        {t.rich('requestedAt', { time: () => <Moment at={requestedAt} /> })}
        {closedAt ? <> · {t.rich('closedAt', { time: () => <Moment at={closedAt} /> })}</> : null}
      </p>
      {note ? <p className="max-w-measure whitespace-pre-line">{t('needed', { note })}</p> : null}
      {reason ? <p className="max-w-measure whitespace-pre-line">{t('refusedBecause', { reason })}</p> : null}
      {isOpen && may.judge && pages.length > 0 ? <SlotPages pages={pages} name={document} /> : null}
      {isOpen && may.judge && pages.length > 0 && waiting.length === 0 ? (
        <JudgeSupplement supplementId={id} seen={seen} name={name} />
      ) : null}
      {isOpen && (may.closeAny || (may.request && pages.length === 0)) ? (
        <CancelSupplement supplementId={id} seen={seen} name={name} hasEnded={may.closeAny} />
      ) : null}
      {mayExport && !isOpen
        ? pages.map(({ fileId, name: file }) => (
            <ExportOriginal key={fileId} qualificationId={qualificationId} fileId={fileId} name={file || document} />
          ))
        : null}
    </li>
  )
}
