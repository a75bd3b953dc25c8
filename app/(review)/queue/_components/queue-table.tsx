'use client'
import { Megaphone, Undo2, Users } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Refusal } from '@/app/_components/refusal'
import { useFormAction } from '@/components/forms/use-form-action'
import { UrgentSign } from '@/components/review/urgent-badge'
import { Button } from '@/components/ui/button'
import { SignSheet } from '@/components/ui/sign-sheet'
import { TONE_SIGNS } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { setUrgent } from '../actions'
import { useFreshRows } from './use-fresh-rows'

const COLUMNS = ['reference', 'waited', 'kind', 'use', 'revision', 'status', 'holder'] as const
const SIGNS = { ...TONE_SIGNS, mark: UrgentSign, unmark: Undo2, marketing: Megaphone, onBehalf: Users }

/** Holds what each of the two forms sends, by its id. */
const FORMS = { mark: 'true', unmark: 'false' } as const

type Props = {
  /** Appears above the table. */
  above: ReactNode
  /** Changes whenever `above` does. */
  aboveNow: string
  /** Holds the markup of `queueRows`. */
  rows: string
  /** Shows what a lead can do to each row. */
  isLead: boolean
  /** Replaces the table while there is no row. */
  empty: ReactNode
}

/**
 * Draws the table around its rows, which are markup alone, with two forms for all of them. What is above the table
 * comes and goes with the rows: otherwise it would move them under the pointer.
 */
export function QueueTable({ above, aboveNow, rows, isLead, empty }: Props) {
  const t = useTranslations('review.queue')
  const follow = useFollow()
  // The same object as long as the rows are the same: with another one React would put them in again, under the focus.
  const body = useRef<HTMLTableSectionElement>(null)
  const { shown, waiting, isAboveWaiting, showAll, noteOwnAct } = useFreshRows(
    { rows, above: aboveNow, gone: t('gone') },
    body,
  )
  const aboveThen = useRef(above)
  if (!isAboveWaiting) aboveThen.current = above
  const markup = useMemo(() => ({ __html: shown }), [shown])
  const [result, action, isPending] = useFormAction(setUrgent)
  const failure = result && !result.ok ? result : null
  const refusedId = failure?.sent.qualificationId
  const cell = useLastCell(typeof refusedId === 'string' ? refusedId : null)
  return (
    <>
      {aboveThen.current}
      <SignSheet signs={SIGNS} />
      {cell ? null : <Refusal result={failure} />}
      {isLead
        ? Object.entries(FORMS).map(([id, isUrgent]) => (
            <form key={id} id={id} action={action} onSubmit={noteOwnAct}>
              <input type="hidden" name="isUrgent" value={isUrgent} />
            </form>
          ))
        : null}
      <p className="mb-1 flex min-h-9 flex-wrap items-center gap-x-3">
        <span className="mr-auto text-text-muted">{shown === '' ? null : t('lead')}</span>
        <span role="status">
          {waiting > 0 ? t('more', { count: waiting }) : isAboveWaiting ? t('changedAbove') : null}
        </span>
        {waiting > 0 || isAboveWaiting ? (
          <Button size="small" onClick={showAll}>
            {t('showMore')}
          </Button>
        ) : null}
      </p>
      {shown === '' ? (
        empty
      ) : (
        <Table caption={t('table')}>
          <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))}>
            {isLead ? (
              <th scope="col">
                <span className="sr-only">{t('columns.acts')}</span>
              </th>
            ) : null}
          </TableHead>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link that is followed by key is clicked, too */}
          <tbody
            className="numeric [&_td:last-child]:relative [&_tr[data-gone]]:bg-surface-sunken [&_tr[data-gone]]:text-text-muted"
            ref={body}
            aria-busy={isPending}
            onClick={follow}
            // biome-ignore lint/security/noDangerouslySetInnerHtml: `html` escapes each value
            dangerouslySetInnerHTML={markup}
          />
        </Table>
      )}
      {cell
        ? createPortal(
            <div className="w-72 whitespace-normal">
              <Refusal result={failure} />
            </div>,
            cell,
          )
        : null}
    </>
  )
}

/** Returns the last cell of a row, in which a lead acts on it, once it is there. */
function useLastCell(id: string | null): Element | null {
  const [cell, setCell] = useState<Element | null>(null)
  useEffect(() => setCell(id ? document.querySelector(`tr[data-id="${CSS.escape(id)}"] > :last-child`) : null), [id])
  return cell
}

/** Returns what follows a row's link without loading the whole page. */
function useFollow() {
  const router = useRouter()
  return (event: MouseEvent) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || !isPlain) return
    event.preventDefault()
    router.push(link.pathname)
  }
}
