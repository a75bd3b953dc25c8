'use client'
import { useRouter } from 'next/navigation'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { MINUTE, SECOND } from '@/lib/core/clock'

/** While somebody is there, the queue is read again this often. */
const READ_EVERY = 15 * SECOND
/** The queue is not read after so long without a sign of anybody: an open page must not keep a session alive. */
const THERE_FOR = 2 * MINUTE

const rowsIn = (body: Element): Map<string, HTMLTableRowElement> =>
  new Map([...body.querySelectorAll<HTMLTableRowElement>('tr[data-id]')].map((row) => [row.dataset.id ?? '', row]))

function parsed(rows: string): Map<string, HTMLTableRowElement> {
  const template = document.createElement('template')
  template.innerHTML = `<table><tbody>${rows}</tbody></table>`
  return rowsIn(template.content.firstElementChild as Element)
}

/** Marks a row that is no longer in the list, in words above its last cell: in the row they would widen a column. */
function markGone(row: HTMLTableRowElement, words: string): void {
  if (row.dataset.gone !== undefined) return
  row.dataset.gone = ''
  const mark = document.createElement('span')
  mark.dataset.goneWords = ''
  mark.className = 'absolute inset-y-0 right-0 flex items-center bg-surface-sunken px-3'
  mark.textContent = words
  row.lastElementChild?.append(mark)
}

function unmarkGone(row: HTMLTableRowElement): void {
  delete row.dataset.gone
  row.querySelector('[data-gone-words]')?.remove()
}

/** The server drew these rows, as markup; `above` changes with what is above them. */
type Drawn = { rows: string; above: string }

/**
 * Reads the queue again by itself, without moving anything: rows that are there are brought up to date while neither
 * the pointer nor the focus is among them, rows that are gone are marked, and new ones wait until somebody asks for
 * them, as does what changed above them. What the reader does themselves is shown at once.
 *
 * @param drawn what the server drew, and in `gone` the words at a row that is gone
 * @returns the rows to draw, how many wait, and whether what is above them waits
 */
export function useFreshRows({ rows, above, gone }: Drawn & { gone: string }, body: RefObject<HTMLElement | null>) {
  const router = useRouter()
  const [shown, setShown] = useState<Drawn>({ rows, above })
  const [waiting, setWaiting] = useState(0)
  const readAt = useRef(Number.NEGATIVE_INFINITY)
  const drawn = useRef<Drawn>({ rows, above })

  const show = useCallback(
    (latest: Drawn) => {
      setShown(latest)
      setWaiting(0)
      for (const row of body.current ? rowsIn(body.current).values() : []) unmarkGone(row)
    },
    [body],
  )

  useEffect(() => {
    if (rows === drawn.current.rows && above === drawn.current.above) return
    drawn.current = { rows, above }
    if (Date.now() - readAt.current >= READ_EVERY) return show(drawn.current)
    readAt.current = Number.NEGATIVE_INFINITY
    const latest = parsed(rows)
    const present = body.current ? rowsIn(body.current) : new Map<string, HTMLTableRowElement>()
    setWaiting([...latest.keys()].filter((id) => !present.has(id)).length)
    const isBusy = body.current?.matches(':hover, :focus-within') ?? false
    for (const [id, row] of present) {
      const now = latest.get(id)
      if (!now) markGone(row, gone)
      else {
        unmarkGone(row)
        if (!isBusy && row.innerHTML !== now.innerHTML) row.innerHTML = now.innerHTML
      }
    }
  }, [rows, above, body, gone, show])

  useEffect(() => {
    let thereAt = Date.now()
    const isThere = () => {
      thereAt = Date.now()
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden' || Date.now() - thereAt > THERE_FOR) return
      if (document.querySelector('dialog[open]')) return
      readAt.current = Date.now()
      router.refresh()
    }, READ_EVERY)
    const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const
    for (const sign of signs) window.addEventListener(sign, isThere, { passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of signs) window.removeEventListener(sign, isThere)
    }
  }, [router])

  return {
    shown: shown.rows,
    waiting,
    isAboveWaiting: shown.above !== above,
    /** Shows the list as it is now. */
    showAll: () => show(drawn.current),
    /** Has the list show at once what the reader does next. */
    noteOwnAct: () => {
      readAt.current = Number.NEGATIVE_INFINITY
    },
  }
}
