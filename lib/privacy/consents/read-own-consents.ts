import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import { type ConsentWords, wordsOf } from '@/lib/accounts/consents/consent-words'
import { CONSENTS, counts } from '@/lib/accounts/consents/consents'
import { ownAccounts } from '@/lib/accounts/members/policy'
import { can, type PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { Consent, ConsentKey, ConsentMeans } from '@/lib/db/generated/client'

/** Describes a statement of consent, and how its reader answered it over time. */
export type OwnConsent = {
  key: ConsentKey
  /** The version of the text that is shown now. */
  version: string
  /** Says whether they gave it, to whichever text, and did not withdraw it. */
  isGiven: boolean
  /** Says whether they gave it to the current text, without which nothing new is started or submitted. */
  isCurrent: boolean
  /** Says whether they gave it and withdrew it since. */
  isWithdrawn: boolean
  /** Lists the newest first. */
  history: {
    id: string
    textVersion: string
    locale: string
    givenAt: Date
    withdrawnAt: Date | null
    /** Contains what was read then, in that language, where the text is another one by now. */
    earlier: ConsentWords | null
    /**
     * Says, of a consent that the platform attested before anybody was a member, by which key, and when and how its
     * customer agreed.
     */
    attested: { client: string; agreedAt: Date; means: ConsentMeans } | null
  }[]
}

/**
 * Returns the consents that the actor gave in person, and what the platform attested for their accounts; those of other
 * members are theirs. Only their own count as given.
 */
export async function readOwnConsents(actor: PersonActor): Promise<OwnConsent[]> {
  const rows = can(actor, 'qualification.own')
    ? await database().consent.findMany({
        where: { OR: [{ userId: actor.id }, { ...ATTESTED, account: ownAccounts(actor) }] },
        orderBy: [{ givenAt: 'desc' }, { id: 'desc' }],
        include: { attestedByKey: { select: { name: true } } },
      })
    : []
  return Promise.all(
    CONSENTS.map(async ({ key, version }) => {
      const own = rows.filter(({ statement }) => statement === key)
      const inPerson = own.filter(({ userId }) => userId === actor.id)
      const live = inPerson.filter(({ withdrawnAt }) => withdrawnAt === null)
      const isGiven = live.length > 0
      return {
        ...{ key, version, isGiven },
        isCurrent: live.some((one) => counts(one, 'APPLY')),
        isWithdrawn: !isGiven && inPerson.length > 0,
        history: await Promise.all(own.map(inHistory)),
      }
    }),
  )
}

type Row = Consent & { attestedByKey: { name: string } | null }

async function inHistory(row: Row): Promise<OwnConsent['history'][number]> {
  const { id, textVersion, locale, givenAt, withdrawnAt, attestedByKey, agreedAt, means } = row
  return {
    ...{ id, textVersion, locale, givenAt, withdrawnAt },
    earlier: counts(row, 'APPLY') ? null : await wordsOf(row),
    attested: attestedByKey && agreedAt && means ? { client: attestedByKey.name, agreedAt, means } : null,
  }
}
