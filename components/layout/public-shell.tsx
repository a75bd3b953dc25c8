import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Brand } from './brand'
import { PreferenceSwitches, type Preferences } from './preference-switches'
import { ShellFooter } from './shell-footer'
import { SkipLink } from './skip-link'

type Props = {
  homeHref: string
  preferences: Preferences
  /** Appears at the far end of the header, such as a link to sign in. */
  actions?: ReactNode
  footer?: ReactNode
  /** Fits one narrow form (sign in), one column, or the landing page. */
  width?: 'narrow' | 'form' | 'page'
  children: ReactNode
}

const OUTER = { narrow: 'max-w-form', form: 'max-w-form', page: 'max-w-5xl' }

/** Frames the pages of people who are not signed in: landing, sign-in, register, not found. */
export function PublicShell({ homeHref, preferences, actions, footer, width = 'form', children }: Props) {
  return (
    <div className="flex flex-1 flex-col">
      <SkipLink />
      <header className="border-b bg-surface print:hidden">
        <div className={cn('mx-auto flex items-center gap-4 px-4 py-1.5 sm:px-6', OUTER[width])}>
          <Brand href={homeHref} />
          <div className="ml-auto flex items-center gap-1">
            <PreferenceSwitches {...preferences} />
            {actions}
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cn('mx-auto w-full flex-1 px-4 pt-8 pb-16 sm:px-6 sm:pt-12', OUTER[width])}
      >
        {width === 'narrow' ? <div className="max-w-md">{children}</div> : children}
      </main>
      <ShellFooter className={OUTER[width]}>{footer}</ShellFooter>
    </div>
  )
}
