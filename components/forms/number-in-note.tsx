import type { ReactNode } from 'react'
import { findPersonalNumbers } from '@/lib/core/personal-numbers'

/** So many characters before and after a number show where it is. */
const AROUND = 8

/** Says that a note contains a number that it may not contain, and shows each with its surroundings. */
export function NumberInNote({ note, children }: { note: string; children: ReactNode }) {
  const found = findPersonalNumbers(note)
  return (
    <>
      {children}
      {found.map(({ from, to }) => (
        <span key={from} className="mt-1 block font-normal text-text wrap-anywhere">
          {from > AROUND ? '…' : ''}
          {note.slice(Math.max(0, from - AROUND), from)}
          <mark className="rounded-sm bg-danger-soft px-0.5 font-medium text-danger">{note.slice(from, to)}</mark>
          {note.slice(to, to + AROUND)}
          {to + AROUND < note.length ? '…' : ''}
        </span>
      ))}
    </>
  )
}
