'use client'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo } from 'react'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import { askToSignIn, isSignedOut, useSignInAgain } from './sign-in-again'

type Failure = Pick<ActionFailure, 'error' | 'params'>

type Props = {
  failure: Failure
  /** Runs when somebody signed in again on this page, or returns to it, perhaps after they did so elsewhere. */
  onReturn?: () => void
}

/** Says why an action was refused. Where the session has ended, it leads to the dialog in which one signs in again. */
export function FailureText({ failure, onReturn }: Props) {
  const t = useTranslations()
  if (isSignedOut(failure)) return <SessionEnded failure={failure} onReturn={onReturn} />
  return t(`errors.${failure.error}`, failure.params)
}

/** Applicants sign in by phone; everybody else is staff. */
const OF_APPLICANTS = /^\/(qualifications|account|my-data)(\/|$)/

/** A page without the dialog, or without scripts, has a link in its place. */
function SessionEnded({ failure, onReturn }: { failure: Failure; onReturn: (() => void) | undefined }) {
  const t = useTranslations()
  const path = usePathname()
  const { person, times } = useSignInAgain()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal counts from when it came
  const timesThen = useMemo(() => times, [failure])
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') onReturn?.()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [onReturn])
  if (times > timesThen) return t('common.form.signedInAgain')
  return (
    <>
      {t(`errors.${failure.error}`)}{' '}
      {person ? (
        <button
          type="button"
          aria-haspopup="dialog"
          className="link -my-2.5 inline-block py-2.5 whitespace-nowrap"
          onClick={() => askToSignIn(onReturn ?? null)}
        >
          {t('common.form.signIn')}
        </button>
      ) : (
        <a
          href={`${OF_APPLICANTS.test(path) ? '/sign-in' : '/staff/sign-in'}?next=${encodeURIComponent(path)}`}
          target="_blank"
          rel="noreferrer"
          className="link -my-2.5 inline-block py-2.5 whitespace-nowrap"
        >
          {t('common.form.signInAgain')}
        </a>
      )}
    </>
  )
}
