'use client'
import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { ProgressBar } from '@/components/ui/progress-bar'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { ExportState } from '@/lib/db/generated/enums'
import type { OwnExport } from '@/lib/reports/exports/read-exports'
import { cancel } from '../actions'

const TONES: Record<ExportState, Tone> = {
  AWAITS_CONSENT: 'warning',
  WAITING: 'warning',
  RUNNING: 'info',
  READY: 'success',
  FAILED: 'danger',
  CANCELLED: 'neutral',
  REFUSED: 'danger',
  REMOVED: 'neutral',
}
const COLUMNS = ['what', 'format', 'rows', 'state', 'requestedAt', 'availableUntil', 'actions'] as const
const CHECK_EVERY = 2_000

type Props = {
  exports: readonly OwnExport[]
  /** Says whether a second factor was given a short while ago. */
  isFresh: boolean
}

/** Shows the viewer's own exports and how far each is. It refreshes itself while one is in progress. */
export function OwnExports({ exports, isFresh }: Props) {
  const t = useTranslations('reports.own')
  const router = useRouter()
  const isUnderWay = exports.some(({ state }) => state === 'WAITING' || state === 'RUNNING')
  useEffect(() => {
    if (!isUnderWay) return
    const timer = setInterval(() => router.refresh(), CHECK_EVERY)
    return () => clearInterval(timer)
  }, [isUnderWay, router])
  if (exports.length === 0) {
    return (
      <Card id="own" title={t('title')}>
        <p className="text-text-muted">{t('empty')}</p>
      </Card>
    )
  }
  return (
    <Card
      id="own"
      title={t('title')}
      aside={
        isUnderWay ? (
          <a className="link" href="/reports#own">
            {t('refresh')}
          </a>
        ) : null
      }
    >
      <Table caption={t('table')}>
        <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
        <tbody>
          {exports.map((one) => (
            <Row key={one.id} one={one} isFresh={isFresh} />
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

function Row({ one, isFresh }: { one: OwnExport; isFresh: boolean }) {
  const t = useTranslations('reports')
  const format = useFormatter()
  const { subject, isMasked, state, expected, done, failure, askedAt, keptUntil } = one
  return (
    <tr>
      <td>
        {t(`subjects.${subject}`)}
        {isMasked ? null : (
          <StatusBadge tone="warning" className="ml-2">
            {t('own.unmasked')}
          </StatusBadge>
        )}
      </td>
      <td>{one.format}</td>
      <td className="numeric">{format.number(state === 'READY' || state === 'REMOVED' ? done : expected)}</td>
      <td className="min-w-40">
        <StatusBadge tone={TONES[state]}>{t(`own.states.${state}`)}</StatusBadge>
        {state === 'RUNNING' ? (
          <ProgressBar value={percentOf(done, expected)} label={t('own.progress')} className="mt-1" />
        ) : null}
        {failure ? <p className="max-w-measure py-1">{t(`own.failures.${failure}`)}</p> : null}
      </td>
      <td>
        <Moment at={askedAt} />
      </td>
      <td>{state === 'READY' && keptUntil ? <Moment at={keptUntil} /> : null}</td>
      <td>
        <Actions one={one} isFresh={isFresh} />
      </td>
    </tr>
  )
}

const percentOf = (done: number, expected: number) => (expected === 0 ? 0 : Math.min(100, (100 * done) / expected))

function Actions({ one: { id, state, isMasked }, isFresh }: { one: OwnExport; isFresh: boolean }) {
  const t = useTranslations('reports')
  if (state === 'AWAITS_CONSENT' || state === 'WAITING' || state === 'RUNNING') return <Cancel id={id} />
  if (state !== 'READY') return null
  if (!isMasked && !isFresh) {
    return (
      <a className="link whitespace-nowrap" href="/security/confirm?next=/reports">
        {t('confirm')}
      </a>
    )
  }
  return (
    <Button asChild size="small">
      <a href={`/api/exports/${id}`} download>
        {t('own.download')}
      </a>
    </Button>
  )
}

function Cancel({ id }: { id: string }) {
  const t = useTranslations('reports.own')
  const [result, action] = useFormAction(cancel)
  return (
    <form action={action}>
      <Refusal result={result} />
      <input type="hidden" name="exportId" value={id} />
      <SubmitButton size="small" variant="secondary">
        {t('cancel')}
      </SubmitButton>
    </form>
  )
}
