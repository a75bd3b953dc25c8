import { database } from '@/lib/db/client'
import { aVouchedSession } from '@/tests/factories/handovers'
import { cookieFor } from '@/tests/setup/http'
import type { People } from './actors'
import { ACTORS } from './actors'
import type { Row } from './table/cells'
import type { Target } from './target'

/**
 * The owner, for whom the platform vouches in the account of the target, gets what the owner gets, but for these: what
 * concerns the account as a whole, or how its person signs in (decision 86).
 */
const OTHERWISE: Readonly<Record<string, '3' | '4' | '+'>> = {
  ...Object.fromEntries(
    [
      '/account',
      '/account/sessions',
      '/account/sign-in',
      '/my-data',
      '/my-data/views',
      '/my-data/consents/[statement]',
      '/my-data/erase',
      '/api/my-data/export',
      'app/(applicant)/account/sessions/actions.ts#endOthers',
      'app/own-sessions.ts#endAll',
      ...['invite', 'revoke', 'remove', 'leave', 'chooseNotices', 'setEmail', 'removeEmail'].map(
        (name) => `app/(applicant)/account/actions.ts#${name}`,
      ),
      ...['sendCode', 'changePassword', 'offerPasskey', 'addPasskey', 'removePasskey', 'sendCodes', 'changePhone'].map(
        (name) => `app/(applicant)/account/sign-in/actions.ts#${name}`,
      ),
      ...['sendCode', 'erase', 'withdrawRequest'].map((name) => `app/(applicant)/my-data/erase/actions.ts#${name}`),
      'app/(applicant)/_components/own-code/actions.ts#startPasskey',
      'app/(applicant)/my-data/actions.ts#prepareExport',
      'app/(applicant)/my-data/consents/actions.ts#withdraw',
    ].map((name) => [name, '3' as const]),
  ),
  ...Object.fromEntries(
    ['accept', 'decline'].map((name) => [`app/(applicant)/account/actions.ts#${name}`, '4' as const]), // into another account
  ),
  'app/(applicant)/_components/handed-over/actions.ts#finish': '+',
}

const signIn = (cells: string, who: (typeof ACTORS)[number]): string => cells[ACTORS.indexOf(who)] ?? ''

/** Returns what the owner gets for whom the platform vouches in the account of the target. */
export const signOfVouched = ({ name }: Row, cells: string): string => OTHERWISE[name] ?? signIn(cells, 'owner')

/**
 * Returns what they may get who are vouched for in another account of theirs: no more than a stranger, who has another
 * account too.
 */
export function signsElsewhere(row: Row, cells: string): readonly string[] {
  if (OTHERWISE[row.name] === '+') return ['+'] // of any session that was handed over
  const stranger = signIn(cells, 'stranger')
  return [stranger === '+' ? signOfVouched(row, cells) : stranger, '3']
}

/** Lists the rows that their name refuses for the platform's word. */
export const REFUSED_TO_VOUCHED: readonly string[] = Object.keys(OTHERWISE)

const held = new Map<string, Promise<string>>()

/** Returns the cookie of the owner, vouched for in the account of the target, or in another of theirs. */
export async function vouchedCookie(
  { owner }: People,
  target: Target,
  { isFresh = false, isElsewhere = false } = {},
): Promise<string> {
  const about = await database().qualification.findUnique({
    where: { id: target.qualificationId },
    select: { accountId: true },
  })
  const accountId = isElsewhere ? owner.accountId : (about?.accountId ?? target.accountId)
  const start = () => aVouchedSession({ accountId, phone: owner.phone }).then(({ actor }) => actor.sessionId)
  if (isFresh) return cookieOf(await start()) // its act ends it: nobody else may hold it
  const sessionId = await held.get(accountId)
  const isLive = sessionId && (await database().session.count({ where: { id: sessionId, endedAt: null } })) === 1
  if (!isLive) held.set(accountId, start())
  return cookieOf((await held.get(accountId)) ?? '')
}

async function cookieOf(sessionId: string): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}
