import 'server-only'
import { newToken } from '@/lib/accounts/link-token'
import { PhoneNumber } from '@/lib/accounts/schemas'
import type { ClientActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { isReturnAllowed } from '../return-addresses/allowed-addresses'
import { PURPOSES } from './purposes'
import type { CreateHandover } from './schemas'

/** The button of a link works for so long after it was made; nothing extends it. */
export const HANDOVER_MINUTES = 5

/** Says why a hand-over is refused. */
export type HandoverProblem =
  | 'SCOPE_MISSING'
  | 'ACCOUNT_NOT_ALLOWED'
  | 'ACCOUNT_UNKNOWN'
  | 'MEMBER_UNKNOWN'
  | 'QUALIFICATION_UNKNOWN'
  | 'QUALIFICATION_STATE'
  | 'RETURN_NOT_ALLOWED'

const refused = (problem: HandoverProblem) =>
  new DomainError('INVALID_INPUT', `No hand-over: ${problem}`, { params: { problem } })

/** The link can't be read again: only its hash is stored. */
export type CreatedHandover = { id: string; url: string; endsAt: Date }

/**
 * Makes a link by which the platform hands its customer over.
 *
 * @throws DomainError INVALID_INPUT with a HandoverProblem as its `problem`
 */
export async function createHandover(client: ClientActor, input: CreateHandover): Promise<CreatedHandover> {
  const { account: accountId, purpose, qualification: qualificationId = null, vouch: isVouched, returnUrl } = input
  if (isVouched && !client.scopes.includes('HANDOVERS_VOUCH')) throw refused('SCOPE_MISSING')
  if (client.accountId !== null && client.accountId !== accountId) throw refused('ACCOUNT_NOT_ALLOWED')
  const phoneIndex = await blindIndex('phone', PhoneNumber.parse(input.phone))
  const { token, hash: tokenHash } = newToken()
  const id = newId()
  return transaction(async (tx) => {
    if (!(await isReturnAllowed(tx, returnUrl))) throw refused('RETURN_NOT_ALLOWED')
    const whose = await findWhose(tx, client, { accountId, phoneIndex, isVouched })
    await requireQualification(tx, { accountId, purpose, qualificationId })
    const createdAt = await databaseTime(tx)
    const endsAt = new Date(createdAt.getTime() + HANDOVER_MINUTES * MINUTE)
    const row = { id, accountId, purpose, qualificationId, apiKeyId: client.id, isVouched, returnUrl, tokenHash }
    await tx.handover.create({ data: { ...row, ...whose, createdAt, endsAt } })
    const data = { handoverId: id, apiKeyId: client.id, purpose, qualificationId, isVouched }
    await recordAudit(tx, client, { action: 'handover.created', subjectId: accountId, data })
    return { id, endsAt, url: new URL(`/handover/${token}`, env().ZHUNXIN_URL).href }
  })
}

type Whose = { userId: string } | { phoneIndex: Uint8Array<ArrayBuffer> }

/**
 * Returns the member who has the number; or the number alone, of an account that nobody belongs to yet. Others are
 * invited by members, as ever: a key opens nobody's account to a number that its members don't know.
 */
async function findWhose(
  tx: Tx,
  { isTest }: ClientActor,
  { accountId, phoneIndex, isVouched }: { accountId: string; phoneIndex: Uint8Array<ArrayBuffer>; isVouched: boolean },
): Promise<Whose> {
  const account = await tx.account.findUnique({
    where: { id: accountId, isTest },
    select: {
      members: { select: { user: { select: { id: true, status: true, phoneIndex: true } } } },
      erasures: { where: { userId: { not: null } }, select: { id: true }, take: 1 },
    },
  })
  if (!account || account.erasures.length > 0) throw refused('ACCOUNT_UNKNOWN')
  const isTheirs = Buffer.from(phoneIndex)
  const member = account.members.find(({ user }) => user.phoneIndex && isTheirs.equals(user.phoneIndex))
  if (member?.user.status === 'ACTIVE') return { userId: member.user.id }
  // A number that nobody proved here is proved by a code first.
  if (account.members.length > 0 || isVouched) throw refused('MEMBER_UNKNOWN')
  return { phoneIndex }
}

async function requireQualification(
  tx: Tx,
  {
    accountId,
    purpose,
    qualificationId: id,
  }: Pick<CreateHandover, 'purpose'> & {
    accountId: string
    qualificationId: string | null
  },
): Promise<void> {
  if (id === null) return
  const found = await tx.qualification.findFirst({ where: { id, accountId }, select: { status: true } })
  if (!found) throw refused('QUALIFICATION_UNKNOWN')
  const { states } = PURPOSES[purpose]
  if (states && !states.includes(found.status)) throw refused('QUALIFICATION_STATE')
}
