import 'server-only'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { networkOf } from '@/lib/core/network/network'
import { consume, keyOf, limiter } from './limiter'

/**
 * Limits files that are made on request: exports of all one's data, letters, receipts and certificates, which some
 * fetch without a session.
 */
const exportsByPerson = limiter('export-person', 6, HOUR)
const certificates = {
  person: limiter('certificate-person', 120, HOUR),
  letterLink: limiter('certificate-letter-link', 60, HOUR),
  network: limiter('certificate-network', 60, HOUR),
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeExport(userId: string): Promise<void> {
  await consume(exportsByPerson, userId)
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeCertificate(
  by: { userId: string } | { letterLinkId: string } | { address: string },
): Promise<void> {
  if ('userId' in by) await consume(certificates.person, by.userId)
  else if ('letterLinkId' in by) await consume(certificates.letterLink, by.letterLinkId)
  else await consume(certificates.network, await keyOf('address', networkOf(by.address)))
}

/** Links to set a new password, and challenges to sign in by a passkey, which anyone may ask for. */
const linksToAccount = limiter('access-link-account', 3, HOUR)
const linksByDevice = limiter('access-link-device', 3, HOUR)
const linksByNetwork = limiter('access-link-network', 10, HOUR)
const challengesByNetwork = limiter('passkey-challenge-network', 60, MINUTE)

/**
 * Answers of passkeys. Nobody guesses one, so they get no slower by misses, and nobody's guesses at passwords or codes
 * count here: the limit spares the machine.
 */
const passkeysByNetwork = limiter('passkey-answer-network', 60, MINUTE)

/** @param knownDevice the row of the browser, if the account's person signed in with it before */
type AskedLink = { email: string; address: string; knownDevice: string | null }

/**
 * Counts for addresses of nobody too. Strangers use up nothing of a known browser.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeAccessLink({ email, address, knownDevice }: AskedLink): Promise<void> {
  await consume(linksByNetwork, await keyOf('address', networkOf(address)))
  if (knownDevice !== null) await consume(linksByDevice, knownDevice)
  else await consume(linksToAccount, await keyOf('email', email))
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumePasskeyChallenge(address: string): Promise<void> {
  await consume(challengesByNetwork, await keyOf('address', networkOf(address)))
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumePasskey(address: string): Promise<void> {
  await consume(passkeysByNetwork, await keyOf('address', networkOf(address)))
}
