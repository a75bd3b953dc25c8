'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { dismissSignIn, offerSignInAgain, useSignInAgain } from '@/components/forms/sign-in-again'
import { Dialog } from '@/components/ui/dialog'
import { Spinner } from '@/components/ui/spinner'
import type { loadForms } from './load-forms'
import type { SignInAgainProps } from './props'
import { SignInPageLink } from './sign-in-page-link'

type Loaded = Awaited<ReturnType<typeof loadForms>>

/**
 * Asks the person whose session has ended to sign in over the page, which stays as it is. Its forms and their words are
 * fetched when they are wanted: hardly a page ever needs them.
 */
export function SignInAgain(props: SignInAgainProps) {
  const t = useTranslations('common.signInAgain')
  const { person, audience } = props
  const { isOpen } = useSignInAgain()
  const locale = useLocale()
  const [loaded, setLoaded] = useState<Loaded | 'failed' | null>(null)
  useEffect(() => offerSignInAgain(person), [person])
  useEffect(() => {
    if (!isOpen) return setLoaded(null)
    let isGone = false
    const load = async () => {
      const { loadForms } = await import('./load-forms')
      const ready = await loadForms(locale)
      if (!isGone) setLoaded(ready)
    }
    load().catch(() => (isGone ? undefined : setLoaded('failed')))
    return () => {
      isGone = true
    }
  }, [isOpen, locale])
  const ready = loaded === 'failed' ? null : loaded
  return (
    <div {...(audience === 'STAFF' ? { 'data-density': 'compact' } : {})}>
      <Dialog isOpen={isOpen} onClose={dismissSignIn} title={t('title')}>
        <p className="mb-5 max-w-measure text-text-muted">{t('lead')}</p>
        {ready ? <ready.Forms words={ready.words} {...props} /> : null}
        {loaded === null ? (
          <p role="status" className="flex items-center gap-2 text-text-muted">
            <Spinner />
            {t('loading')}
          </p>
        ) : (
          <SignInPageLink audience={audience} />
        )}
      </Dialog>
    </div>
  )
}
