'use client'
import { OctagonAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'

export type SummedError = {
  /** Names the field. */
  name: string
  message: ReactNode
}

type Props = {
  /** Says what is wrong as a whole; without it, the summary says that some fields need correction. */
  message?: ReactNode
  errors?: readonly SummedError[]
}

/**
 * Shows the errors on top of a form that came back: it takes the focus, so that it is read out, and leads to each
 * field.
 */
export function ErrorSummary({ message, errors = [] }: Props) {
  const t = useTranslations('common')
  const box = useRef<HTMLDivElement>(null)
  // A message with a link in it is another element each time: its form gives the summary a key for each refusal.
  const said = JSON.stringify([typeof message === 'string' ? message : '', errors.map(({ name }) => name)])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another refusal takes the focus again
  useEffect(() => box.current?.focus(), [said])
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="flex gap-3 rounded-md border border-danger/40 bg-danger-soft px-4 py-3"
    >
      <OctagonAlert aria-hidden className="mt-[0.25em] size-[1.2em] shrink-0 text-danger" />
      <div className="min-w-0">
        <p className="font-semibold">{message ?? t('form.corrections', { count: errors.length })}</p>
        {errors.length > 0 ? (
          <ul className="mt-1 flex flex-col">
            {errors.map(({ name, message }) => (
              <li key={name}>
                <a
                  href={`#${name}`}
                  onClick={(event) => goTo(name, event)}
                  className="link inline-block py-1 text-danger hover:text-danger-hover"
                >
                  {message}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}

/** Moves to the field itself, not only to its place on the page; without scripts the link does the latter. */
function goTo(name: string, event: { preventDefault: () => void }) {
  const field = document.getElementById(name)
  if (!field) return
  event.preventDefault()
  field.focus({ preventScroll: true })
  field.scrollIntoView({ block: 'center' })
}
