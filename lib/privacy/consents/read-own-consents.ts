import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import { CONSENTS } from '@/lib/accounts/consents/consents'
import { ownAccounts } from '@/lib/accounts/members/policy'
import { can, type PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { ConsentKey, ConsentMeans } from '@/lib/db/generated/enums'

/** Describes a statement of consent, and how its reader answered it over time. */
export type OwnConsent = {
  key: ConsentKey
  /** The version of the text that is shown now. */
  version: string
  isGiven: boolean
  /** Lists the newest first. */
  history: {
    id: string
    textVersion: string
    locale: string
    givenAt: Date
    withdrawnAt: Date | null
    /**
     * Says, of a consent that the platform attested before anybody was a member, by which key, and when and how its
     * customer agreed.
     */
    attested: { client: string; agreedAt: Date; means: ConsentMeans } | null
  }[]
}

/**
 * Returns the consents that the actor gave in person, and what the platform attested for their accounts; those of other members are
 * theirs. Only their own count as given.
 */
export async function readOwnConsents(actor: PersonActor): Promise<OwnConsent[]> {
  const rows = can(actor, 'qualification.own')
    ? await database().consent.findMany({
        where: { OR: [{ userId: actor.id }, { ...ATTESTED, account: ownAccounts(actor) }] },
        orderBy: [{ givenAt: 'desc' }, { id: 'desc' }],
        include: { attestedByKey: { select: { name: true } } },
      })
    : []
  return CONSENTS.map(({ key, version }) => {
    const own = rows.filter(({ statement }) => statement === key)
    const history = own.map(({ id, textVersion, locale, givenAt, withdrawnAt, attestedByKey, agreedAt, means }) => ({
      ...{ id, textVersion, locale, givenAt, withdrawnAt },
      attested: attestedByKey && agreedAt && means ? { client: attestedByKey.name, agreedAt, means } : null,
    }))
    const isGiven = own.some(({ userId, withdrawnAt }) => userId === actor.id && withdrawnAt === null)
    return { key, version, isGiven, history }
  })
}
