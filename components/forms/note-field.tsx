'use client'
import { type ComponentProps, type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { findPersonalNumbers, hasPersonalNumber } from '@/lib/core/personal-numbers'
import { NumberInNote } from './number-in-note'
import { TextareaField } from './textarea-field'

/** After so long without a key, in milliseconds, the writer pauses. */
const PAUSE = 500

type Props = ComponentProps<typeof TextareaField> & {
  /** Says that the note contains a number of a person. */
  numberProblem: ReactNode
}

/**
 * Asks for a note that an applicant reads. A number of a person in it is said at the field, with its place, as soon as
 * the writer pauses or leaves it, whatever else of the form is filled in.
 */
export function NoteField({ numberProblem, error, defaultValue = '', onChange, onBlur, ...field }: Props) {
  const [note, setNote] = useState(defaultValue)
  const [looked, setLooked] = useState(defaultValue)
  useEffect(() => {
    const timer = setTimeout(() => setLooked(note), PAUSE)
    return () => clearTimeout(timer)
  }, [note])
  const isSaid = hasPersonalNumber(looked) && hasPersonalNumber(note)
  return (
    <TextareaField
      {...field}
      defaultValue={defaultValue}
      onChange={(event) => {
        setNote(event.target.value)
        onChange?.(event)
      }}
      onBlur={(event) => {
        setLooked(event.target.value)
        onBlur?.(event)
      }}
      error={
        isSaid ? (
          <span role="alert">
            <NumberInNote note={note}>{numberProblem}</NumberInNote>
          </span>
        ) : (
          error
        )
      }
    />
  )
}

/** Selects the first number of a person in a note, and says whether there is one. */
export function selectNumber(area: HTMLTextAreaElement | null): boolean {
  const [number] = findPersonalNumbers(area?.value ?? '')
  if (!area || !number) return false
  area.focus()
  area.setSelectionRange(number.from, number.to)
  return true
}

/** Sends no form that has a number of a person in a note. It leads to the number. */
export function stopAtNumber(event: FormEvent<HTMLFormElement>): void {
  if ([...event.currentTarget.querySelectorAll('textarea')].some(selectNumber)) event.preventDefault()
}
