import { CircleHelp, UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Brand } from './brand'
import { Navigation, type NavigationItem } from './navigation'
import { PreferenceSwitches, type Preferences } from './preference-switches'
import { SignOutButton } from './sign-out-button'
import { SkipLink } from './skip-link'

type Props = {
  homeHref: string
  navigation: readonly NavigationItem[]
  /** Takes `StaffSearch`, for those who may search. */
  search?: ReactNode
  /** Names the person who is signed in; `personHref` leads to the page of their factors and sessions. */
  person: string
  personHref: string
  helpHref: string
  preferences: Preferences
  signOut: (form: FormData) => void | Promise<void>
  /** Each page sets its own width with `PageBody`; the workbench takes it all. */
  children: ReactNode
}

/** Limits the pixels of the navigation in a bar 1280 wide, so that the search field still shows what is typed. */
const ROOM = 620

/** Estimates the pixels of an entry: Chinese characters are twice as wide as letters. */
const widthOf = ({ label }: NavigationItem) =>
  [...label].reduce((sum, character) => sum + (character > '\u2e7f' ? 14 : 7.2), 12)

/** Draws one bar on top, so that the whole width is left to evidence and decision. */
export function StaffShell({
  homeHref,
  navigation,
  search,
  person,
  personHref,
  helpHref,
  preferences,
  signOut,
  children,
}: Props) {
  const t = useTranslations('common')
  const isCrowded = navigation.reduce((sum, item) => sum + widthOf(item), 0) > ROOM
  return (
    <div
      data-density="compact"
      className={cn(
        'flex flex-1 flex-col text-base compact:text-sm [--bar-height:calc(3rem+1px)] lg:has-[[data-fills-window]]:min-h-0',
        isCrowded && 'lg:max-2xl:[--bar-height:calc(5.75rem+2px)]',
      )}
    >
      <SkipLink />
      <header className="border-b bg-surface print:hidden">
        <div
          className={cn(
            'flex flex-wrap items-center gap-x-5 px-4 max-sm:gap-x-2 lg:max-2xl:gap-x-2',
            isCrowded ? 'lg:min-h-12 2xl:flex-nowrap' : 'lg:h-12 lg:flex-nowrap',
          )}
        >
          <Brand href={homeHref} isShort />
          <Navigation
            label={t('navigation.main')}
            items={navigation}
            className={cn(
              'max-lg:order-last max-lg:-mx-4 max-lg:w-[calc(100%+2rem)] max-lg:border-t max-lg:px-1 lg:self-stretch',
              isCrowded &&
                'lg:max-2xl:order-last lg:max-2xl:-mx-4 lg:max-2xl:w-[calc(100%+2rem)] lg:max-2xl:border-t lg:max-2xl:px-2.5',
            )}
          />
          {search ? (
            <div className="max-md:order-1 max-md:w-full max-md:py-2 md:ml-auto lg:max-2xl:max-w-72 lg:max-2xl:min-w-20 lg:max-2xl:flex-1">
              {search}
            </div>
          ) : null}
          <div className={`flex items-center gap-3 ${search ? 'max-md:ml-auto' : 'ml-auto'}`}>
            <a
              href={personHref}
              title={t('navigation.security')}
              aria-label={`${person} ${t('navigation.security')}`.trim()}
              className="flex min-h-11 min-w-11 items-center justify-center gap-1.5 text-text-muted hover:text-text hover:underline"
            >
              <UserRound aria-hidden className="size-4 shrink-0" />
              <span className="max-w-40 truncate max-sm:hidden lg:max-xl:hidden lg:max-2xl:max-w-24">{person}</span>
            </a>
            <div className="-mr-3 flex items-center">
              <a
                href={helpHref}
                title={t('navigation.help')}
                aria-label={t('navigation.help')}
                className="flex min-h-11 min-w-11 items-center justify-center text-text-muted hover:text-text"
              >
                <CircleHelp aria-hidden className="size-4" />
              </a>
              <PreferenceSwitches {...preferences} />
              <SignOutButton signOut={signOut} />
            </div>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        {children}
      </main>
    </div>
  )
}
