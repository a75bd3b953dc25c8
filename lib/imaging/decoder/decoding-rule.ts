import 'server-only'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { Isolation } from './isolation'

/**
 * Says whether files of others are opened here. A file that takes its decoder over can do what the decoder can; where that
 * includes reading the keyring, only a portal that nobody else reaches opens files, or one whose operator wants it so.
 */
export type DecodingHere = 'SANDBOXED' | 'ALONE_ON_THIS_MACHINE' | 'ALLOWED_BY_OPERATOR' | 'CLOSED'

/** Judges children that lack these measures. */
export function decodingWith(isolation: Isolation): DecodingHere {
  if (!couldReachPortal(isolation)) return 'SANDBOXED'
  const { isLoopback, DECODE_WITHOUT_SANDBOX: isAllowed } = env()
  if (isLoopback) return 'ALONE_ON_THIS_MACHINE'
  return isAllowed === '1' ? 'ALLOWED_BY_OPERATOR' : 'CLOSED'
}

/**
 * Refuses to start a child where no file may be opened. Who asked before a file waited may have asked long ago, or of another
 * kind of child.
 *
 * @throws DomainError TRY_AGAIN: what a busy system withholds is tried again soon
 */
export function requireStart(isolation: Isolation): void {
  if (decodingWith(isolation) === 'CLOSED') throw new DomainError('TRY_AGAIN', 'A child could read the keyring')
}

/**
 * Returns whether a file that takes its child over could read the portal's files, or what its process has in its environment:
 * the keyring is in both places. From another account neither can be read.
 */
const couldReachPortal = ({ missing }: Isolation): boolean =>
  missing.includes('HIDDEN_PORTAL') || (missing.includes('HIDDEN_SECRETS') && missing.includes('OWN_ACCOUNT'))
