'use client'
import { ArrowUpToLine, Undo2 } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useActionState, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Sign, SignSheet } from '@/components/ui/sign-sheet'
import { STATUS_TONES } from '@/components/ui/status'
import { StatusBadge, TONE_SIGNS } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import type { Purpose } from '@/lib/review/queue-choices'
import { setUrgent } from '../actions'
import { Refusal } from './refusal'

export type QueueRow = {
  id: string
  reference: string
  status: QualificationStatus
  /** For a reviewer, and not only to be read. */
  isWaiting: boolean
  isUrgent: boolean
  /** Longer than the target. */
  isLate: boolean
  isOnBehalf: boolean
  /** Put before others by the reader, or no longer. */
  canMark: boolean
  purposes: Purpose[]
  /** In words. */
  waited: string
  kind: string
  revision: string
  holder: string
}

const COLUMNS = ['reference', 'waited', 'kind', 'use', 'revision', 'status', 'holder'] as const
const SIGNS = { ...TONE_SIGNS, mark: ArrowUpToLine, unmark: Undo2 }

/** What each of the two forms sends, by its id. */
const FORMS = { mark: 'true', unmark: 'false' } as const

type Props = {
  /** JSON of `QueueRow[]`. */
  rows: string
  /** Shows what a lead can do to each. */
  isLead: boolean
}

/**
 * One component of the browser for the whole table, and two forms for all of its rows: rows that the server draws are
 * sent twice, and each form with an action of its own makes the server wait for it.
 */
export function QueueTable({ rows, isLead }: Props) {
  const t = useTranslations('review.queue')
  const statuses = useTranslations('common.status')
  const [result, action, isPending] = useActionState(setUrgent, null)
  const [pressed, setPressed] = useState<string | null>(null)
  const entries = useMemo(() => JSON.parse(rows) as QueueRow[], [rows])
  const failure = result && !result.ok ? result : null
  const refused = entries.find(({ id }) => id === failure?.sent.qualificationId)?.id
  // What stands in each row is put into words once.
  const words = { urgent: t('urgent'), late: t('late'), mark: t('mark'), unmark: t('unmark') }
  const of = {
    mark: aboutEach(t('markOf', { reference: EACH })),
    unmark: aboutEach(t('unmarkOf', { reference: EACH })),
  }
  return (
    <>
      <SignSheet signs={SIGNS} />
      {refused ? null : <Refusal failure={failure} />}
      {isLead
        ? Object.entries(FORMS).map(([id, isUrgent]) => (
            <form key={id} id={id} action={action}>
              <input type="hidden" name="isUrgent" value={isUrgent} />
            </form>
          ))
        : null}
      <Table caption={t('table')}>
        <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))}>
          {isLead ? (
            <th scope="col">
              <span className="sr-only">{t('columns.acts')}</span>
            </th>
          ) : null}
        </TableHead>
        <tbody className="numeric">
          {entries.map(({ id, reference, status, isUrgent, ...row }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/${row.isWaiting ? 'queue' : 'cases'}/${id}`} prefetch={false} className="link -my-2 py-2">
                  {reference}
                </Link>
                {isUrgent ? (
                  <StatusBadge tone="danger" isOnSheet className="ml-2">
                    {words.urgent}
                  </StatusBadge>
                ) : null}
              </th>
              <td>
                {row.waited}
                {row.isLate ? <span className="ml-1.5 font-medium text-danger">{words.late}</span> : null}
              </td>
              <td>{row.kind}</td>
              <td>
                <Use {...row} t={t} />
              </td>
              <td>{row.revision}</td>
              <td>
                <StatusBadge tone={STATUS_TONES[status] ?? 'neutral'} isOnSheet>
                  {statuses(status)}
                </StatusBadge>
              </td>
              <td className="max-w-40 truncate">{row.holder}</td>
              {isLead ? (
                <td>
                  {row.canMark ? (
                    <Button
                      type="submit"
                      form={(isUrgent ? 'unmark' : 'mark') satisfies keyof typeof FORMS}
                      name="qualificationId"
                      value={id}
                      variant="quiet"
                      size="small"
                      aria-label={of[isUrgent ? 'unmark' : 'mark'](reference)}
                      isLoading={isPending && pressed === id}
                      onClick={() => setPressed(id)}
                    >
                      <Sign name={isUrgent ? 'unmark' : 'mark'} />
                      {words[isUrgent ? 'unmark' : 'mark']}
                    </Button>
                  ) : null}
                  {refused === id ? (
                    <div className="w-72 whitespace-normal">
                      <Refusal failure={failure} />
                    </div>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

/** Stands where a reference will. */
const EACH = '\u0000'

/** One sentence about each row, translated once. */
function aboutEach(sentence: string): (reference: string) => string {
  const [before, after] = sentence.split(EACH)
  return (reference) => `${before}${reference}${after}`
}

type Words = ReturnType<typeof useTranslations<'review.queue'>>

/** Marketing stands out: the stricter review began with it. */
function Use({ purposes, isOnBehalf, t }: Pick<QueueRow, 'purposes' | 'isOnBehalf'> & { t: Words }) {
  return (
    <span className="flex items-center gap-1.5">
      {purposes.includes('MARKETING') ? (
        <StatusBadge tone="warning" isOnSheet>
          {t('purposes.MARKETING')}
        </StatusBadge>
      ) : null}
      {purposes.map((purpose) =>
        purpose === 'MARKETING' ? null : <span key={purpose}>{t(`purposes.${purpose}`)}</span>,
      )}
      {isOnBehalf ? (
        <StatusBadge tone="info" isOnSheet>
          {t('uses.ON_BEHALF')}
        </StatusBadge>
      ) : null}
    </span>
  )
}
