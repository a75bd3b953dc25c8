import 'server-only'
import { attestable } from '@/lib/accounts/consents/attested'
import { CONSENTS, counts } from '@/lib/accounts/consents/consents'
import { areConsentsGiven, missingConsentsOf } from '@/lib/accounts/consents/require-consents'
import type { ClientActor } from '@/lib/actor/actor'
import { isLocale } from '@/lib/core/languages/locales'
import { database, type Reader } from '@/lib/db/client'
import type { Consent, ConsentKey } from '@/lib/db/generated/client'
import { bilingualWords } from '../bilingual-words'
import { findCustomer } from './find-customer'
import type { ConsentsAnswer } from './schemas'

/**
 * Returns which consents an account has, which are missing, and the words of each.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readConsents(client: ClientActor, externalRef: string): Promise<ConsentsAnswer> {
  return consentsOf(database(), await findCustomer(database(), client, externalRef))
}

/** Returns the same about an account that was found already. */
export async function consentsOf(reader: Reader, account: string): Promise<ConsentsAnswer> {
  const [rows, members, consents, inWords] = [
    await reader.consent.findMany({ where: { accountId: account }, orderBy: [{ givenAt: 'desc' }, { id: 'desc' }] }),
    await reader.membership.findMany({ where: { accountId: account }, select: { userId: true } }),
    await areConsentsGiven(reader, 'APPLY', account),
    await bilingualWords(),
  ]
  const lacking = new Set<ConsentKey>()
  for (const { userId } of members) for (const key of await missingConsentsOf(reader, 'APPLY', userId)) lacking.add(key)
  const stateOf = (key: ConsentKey): ConsentsAnswer['statements'][number]['state'] => {
    const own = rows.filter(({ statement }) => statement === key)
    if (members.length > 0) return lacking.has(key) ? 'MISSING' : 'GIVEN'
    if (own.some(({ withdrawnAt }) => withdrawnAt)) return 'WITHDRAWN'
    return own.some((row) => isAttested(row) && counts(row, 'APPLY')) && attestable().includes(key)
      ? 'GIVEN'
      : 'MISSING'
  }
  const statements = CONSENTS.map(({ key: purpose, version, published }) => ({
    ...{ purpose, state: stateOf(purpose), canBeAttested: attestable().includes(purpose), version },
    versions: Object.entries(published).map(([version, publishedOn]) => ({ version, publishedOn })),
    title: inWords((say) => say(`consents.statements.${purpose}.title`)),
    text: inWords((say) => say(`consents.statements.${purpose}.text`, { providers: say('auth.consents.providers') })),
    attested: rows.filter((row) => isAttested(row) && row.statement === purpose).flatMap(attestationOf),
  }))
  return { account, members: members.length, consents, statements }
}

const isAttested = ({ attestedByKeyId }: Consent): boolean => attestedByKeyId !== null

function attestationOf(row: Consent): ConsentsAnswer['statements'][number]['attested'] {
  const { textVersion, locale, agreedAt, means, recordReference, recordSha256, givenAt, withdrawnAt } = row
  if (!agreedAt || !means || !isLocale(locale)) return []
  return [
    {
      ...{ version: textVersion, language: locale, agreedAt: agreedAt.toISOString(), means },
      reference: recordReference,
      sha256: recordSha256 && Buffer.from(recordSha256).toString('hex'),
      attestedAt: givenAt.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null,
    },
  ]
}
