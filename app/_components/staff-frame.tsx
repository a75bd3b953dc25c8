import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { OfferSignIn } from '@/app/_components/sign-in-again/offer-sign-in'
import { choosePreference } from '@/app/preferences'
import { search } from '@/app/search'
import { signOutHere } from '@/app/session'
import { StaffSearch } from '@/components/layout/staff-search'
import { StaffShell } from '@/components/layout/staff-shell'
import { can } from '@/lib/actor/actor'
import type { Capability } from '@/lib/actor/capabilities'
import { countUndelivered } from '@/lib/notifications/outbox/queries'
import { countWaitingRequests } from '@/lib/privacy/erasure/read-waiting-requests'
import { readOwnName } from '@/lib/sign-in/read-own-name'
import { countCases } from '@/lib/sign-in/recovery/read-cases'
import { currentPath } from '@/lib/web/request'
import { currentActor } from '@/lib/web/session'

/** Lists where staff can go, by their rights. */
const PLACES = [
  { key: 'queue', href: '/queue', capability: 'review.queue' },
  { key: 'mine', href: '/mine', capability: 'review.decide' },
  { key: 'overview', href: '/overview', capability: 'overview.read' },
  { key: 'accessCases', href: '/access-cases', capability: 'review.decide' },
  { key: 'people', href: '/people', capability: 'people.manage' },
  { key: 'rules', href: '/rules', also: ['/reasons', '/letters', '/operator'], capability: 'rules.manage' },
  { key: 'integrations', href: '/integrations', capability: 'integrations.manage' },
  { key: 'messages', href: '/messages', capability: 'messages.read' },
  { key: 'retention', href: '/retention', capability: 'privacy.read' },
  { key: 'reports', href: '/reports', capability: 'report.export' },
  { key: 'audit', href: '/audit', capability: 'audit.read' },
  { key: 'operations', href: '/operations', capability: 'operations.read' },
] as const satisfies readonly { key: string; href: string; also?: readonly string[]; capability: Capability }[]

/** Draws the staff's shell around a page. The page itself checks who may see it. */
export async function StaffFrame({ children }: { children: ReactNode }) {
  const [actor, path, t] = await Promise.all([currentActor(), currentPath(), getTranslations('common')])
  const [messages, retention, accessCases, name] = actor
    ? await Promise.all([countUndelivered(actor), countWaitingRequests(actor), countCases(actor), readOwnName(actor)])
    : []
  const counts: Partial<Record<string, number | undefined>> = { messages, retention, accessCases }
  const navigation = PLACES.filter(({ capability }) => actor && can(actor, capability)).map((place) => ({
    label: t(`navigation.${place.key}`),
    href: place.href,
    isCurrent: [place.href, ...('also' in place ? place.also : [])].some((home) => isWithin(path, home)),
    count: counts[place.key] ?? 0,
  }))
  return (
    <>
      <OfferSignIn />
      <StaffShell
        homeHref={navigation[0]?.href ?? '/staff/sign-in'}
        navigation={navigation}
        search={actor && can(actor, 'review.queue') ? <StaffSearch action={search} /> : null}
        person={name ?? ''}
        personHref="/security"
        helpHref="/help"
        preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
        signOut={signOutHere}
      >
        {children}
      </StaffShell>
    </>
  )
}

const isWithin = (path: string, home: string): boolean =>
  path === home || path.startsWith(`${home}/`) || path.startsWith(`${home}?`)
