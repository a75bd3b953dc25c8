import 'server-only'
import { CONSENTS, type ConsentKey } from '@/lib/accounts/consents'
import { can, type PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'

/** A statement of consent, and how its reader answered it over time. */
export type OwnConsent = {
  key: ConsentKey
  /** Of the text that is shown now. */
  version: string
  isGiven: boolean
  /** Newest first. */
  history: { id: string; textVersion: string; locale: string; givenAt: Date; withdrawnAt: Date | null }[]
}

/** What one agreed to oneself; what others did is theirs. */
export async function readOwnConsents(actor: PersonActor): Promise<OwnConsent[]> {
  const rows = can(actor, 'qualification.own')
    ? await database().consent.findMany({
        where: { userId: actor.id },
        orderBy: [{ givenAt: 'desc' }, { id: 'desc' }],
        select: { id: true, statement: true, textVersion: true, locale: true, givenAt: true, withdrawnAt: true },
      })
    : []
  return CONSENTS.map(({ key, version }) => {
    const history = rows
      .filter(({ statement }) => statement === key)
      .map(({ id, textVersion, locale, givenAt, withdrawnAt }) => ({ id, textVersion, locale, givenAt, withdrawnAt }))
    return { key, version, isGiven: history.some(({ withdrawnAt }) => withdrawnAt === null), history }
  })
}
