import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Brand } from './brand'
import { Navigation, type NavigationItem } from './navigation'
import { PreferenceSwitches, type Preferences } from './preference-switches'
import { ShellFooter } from './shell-footer'
import { SignOutButton } from './sign-out-button'
import { SkipLink } from './skip-link'

type Props = {
  homeHref: string
  navigation?: readonly NavigationItem[]
  preferences: Preferences
  signOut: (form: FormData) => void | Promise<void>
  /** Shows something about the whole session, above each page. */
  notice?: ReactNode
  children: ReactNode
}

/** Draws one column, as on the phone that most people hold. */
export function ApplicantShell({ homeHref, navigation = [], preferences, signOut, notice, children }: Props) {
  const t = useTranslations('common')
  return (
    <div className="flex flex-1 flex-col">
      <SkipLink />
      <header className="border-b bg-surface print:hidden">
        <div className="mx-auto flex max-w-form items-center gap-x-4 px-4 py-1.5 sm:px-6">
          <Brand href={homeHref} />
          {navigation.length > 0 ? (
            <Navigation label={t('navigation.main')} items={navigation} className="-my-1.5 max-sm:hidden" />
          ) : null}
          <div className="-mr-3 ml-auto flex items-center">
            <PreferenceSwitches {...preferences} />
            <SignOutButton signOut={signOut} />
          </div>
        </div>
        {navigation.length > 1 ? (
          <Navigation label={t('navigation.main')} items={navigation} className="border-t px-1 sm:hidden" />
        ) : null}
      </header>
      {notice}
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-form flex-1 px-4 pt-6 pb-16 sm:px-6 sm:pt-8">
        {children}
      </main>
      <ShellFooter />
    </div>
  )
}
