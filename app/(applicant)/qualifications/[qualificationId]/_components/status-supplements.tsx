import { useTranslations } from 'next-intl'
import { shapeOf } from '@/components/capture/shape'
import { SlotPages } from '@/components/qualifications/slot-pages'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SupplementView } from '@/lib/filings/supplements/read-supplements'
import { supplementSlot } from '@/lib/qualifications/files/supplement-slot'
import type { StatusView } from '@/lib/qualifications/read-status'
import { documentName } from '@/lib/rulebook/part-names'
import { LaterSlotFiles } from './later-slot-files'

type Props = { view: Pick<StatusView, 'id' | 'status' | 'rules' | 'answers'>; supplements: readonly SupplementView[] }

/** Shows what carriers ask for after the approval, each with its upload, and below it what was closed. */
export function StatusSupplements({ view, supplements }: Props) {
  const t = useTranslations('supplements.own')
  const isInForce = view.status === 'APPROVED' || view.status === 'SUSPENDED'
  const open = supplements.filter(({ state }) => isInForce && state === 'OPEN')
  const closed = supplements.filter(({ state }) => state === 'ACCEPTED')
  return (
    <>
      {open.map((supplement) => (
        <OpenRequest
          key={supplement.id}
          view={view}
          supplement={supplement}
          before={refusalBefore(supplements, supplement)}
        />
      ))}
      {closed.length > 0 ? (
        <Card title={t('past')}>
          <ul className="divide-y">
            {closed.map((supplement) => (
              <Accepted key={supplement.id} view={view} supplement={supplement} />
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  )
}

/** Returns why the material of the request before this one was returned; requests are newest first. */
function refusalBefore(all: readonly SupplementView[], { id, carrier, kind }: SupplementView): string | null {
  const same = all.filter((one) => one.carrier === carrier && one.kind === kind)
  const before = same[same.findIndex((one) => one.id === id) + 1]
  return before?.state === 'REFUSED' ? before.reason : null
}

type RequestProps = { view: Props['view']; supplement: SupplementView; before: string | null }

function OpenRequest({ view, supplement, before }: RequestProps) {
  const t = useTranslations('supplements')
  const nameOf = useName(view)
  const { id, kind, signature, note, pages, waiting, refused } = supplement
  const { mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide, max } = supplementSlot(kind)
  const isUploaded = pages.length > 0
  return (
    <Card
      id={kind}
      title={t('own.title')}
      aside={
        <StatusBadge tone={isUploaded ? 'info' : 'warning'}>
          {t(isUploaded ? 'own.uploaded' : 'own.missing')}
        </StatusBadge>
      }
    >
      <p className="max-w-measure">{t('own.text')}</p>
      <p className="mt-3 font-medium">{nameOf(supplement)}</p>
      {signature ? <p>{t('own.signature', { text: signature })}</p> : null}
      {note ? <p className="mt-1 max-w-measure whitespace-pre-line">{t('needed', { note })}</p> : null}
      {before ? <p className="mt-1 max-w-measure text-danger">{t('own.before', { reason: before })}</p> : null}
      <LaterSlotFiles
        key={id}
        qualificationId={view.id}
        kind={kind}
        senderSignatureId={null}
        name={nameOf(supplement)}
        pages={pages}
        waiting={waiting}
        refused={refused}
        max={max}
        limits={{ mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide }}
        shape={shapeOf(kind)}
      />
    </Card>
  )
}

function Accepted({ view, supplement }: Omit<RequestProps, 'before'>) {
  const t = useTranslations('supplements')
  const nameOf = useName(view)
  return (
    <li className="py-2.5">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span>{nameOf(supplement)}</span>
        <StatusBadge tone="success">{t('states.ACCEPTED')}</StatusBadge>
      </div>
      <SlotPages pages={supplement.pages} name={nameOf(supplement)} />
    </li>
  )
}

function useName({ rules, answers }: Props['view']) {
  const t = useTranslations()
  return ({ carrier, kind }: SupplementView) =>
    t('supplements.of', {
      carrier: t(`filings.carriers.${carrier}`),
      document: documentName(t, kind, { rules, answers }),
    })
}
