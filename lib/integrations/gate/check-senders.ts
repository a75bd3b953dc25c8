import 'server-only'
import { signatureIndex } from '@/lib/qualifications/sealed'
import { normaliseSignature } from '@/lib/rulebook/checks/names'
import { verdictOf } from './answer'
import { askGate, type Found, type FoundKey } from './ask'
import type { SenderAnswer, SenderCheck } from './schemas'

/**
 * Answers whether senders may send, with the key that asks. Who calls it decides by the key whether the answers are
 * given.
 *
 * @returns null for a key that does not exist; otherwise the answers in the order of the checks
 */
export async function checkSenders(
  hash: Buffer,
  checks: readonly SenderCheck[],
): Promise<{ key: FoundKey; answers: SenderAnswer[] } | null> {
  const asked = await Promise.all(
    checks.map(async ({ account: accountId, signature, carrier }) => {
      return { accountId, carrier, textIndex: await signatureIndex(normaliseSignature(signature)) }
    }),
  )
  const read = await askGate(hash, asked)
  if (!read) return null
  return { key: read.key, answers: checks.map((check, n) => answerOf(check, read.found[n])) }
}

function answerOf({ carrier, use }: SenderCheck, found: Found | undefined): SenderAnswer {
  const { reason, candidate } = verdictOf(found?.candidates ?? [], use, found?.isQualified ?? false)
  const validUntil = candidate?.validUntil.toISOString() ?? ''
  return {
    allowed: reason === null,
    reason,
    until: reason === null ? validUntil : null,
    qualification: candidate && {
      id: candidate.id,
      reference: candidate.reference,
      status: candidate.isOver && candidate.status !== 'REVOKED' ? 'EXPIRED' : candidate.status,
      validUntil,
    },
    filing: candidate?.filingState
      ? { carrier, state: candidate.filingState, extensionNumber: candidate.extensionNumber }
      : null,
  }
}
