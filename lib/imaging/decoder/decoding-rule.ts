import 'server-only'
import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { secrets } from './decoder-files'
import type { Isolation } from './isolation'

/**
 * Says whether files of others are opened here. A file that takes its decoder over can do what the decoder can; where
 * that includes reading the keyring, only a portal that nobody else reaches opens files, or one whose operator wants it
 * so.
 */
export type DecodingHere = 'SANDBOXED' | 'ALONE_ON_THIS_MACHINE' | 'ALLOWED_BY_OPERATOR' | 'CLOSED'

/** Judges children that lack these measures. */
export function judgeDecoding(isolation: Isolation): DecodingHere {
  if (!couldReachPortal(isolation)) return 'SANDBOXED'
  const { isLoopback, DECODE_WITHOUT_SANDBOX: isAllowed } = env()
  if (isLoopback) return 'ALONE_ON_THIS_MACHINE'
  return isAllowed === '1' ? 'ALLOWED_BY_OPERATOR' : 'CLOSED'
}

/** A child was not started, since it could read the keyring. The file that it was for is not at fault. */
export class StartRefusedError extends DomainError {
  constructor() {
    super('TRY_AGAIN', 'A child could read the keyring')
  }
}

/**
 * Refuses to start a child where no file may be opened. Who asked before a file waited may have asked long ago, or of
 * another kind of child.
 *
 * @throws StartRefusedError TRY_AGAIN: what a busy system withholds is tried again soon
 */
export function requireStart(isolation: Isolation): void {
  if (judgeDecoding(isolation) === 'CLOSED') throw new StartRefusedError()
}

/**
 * Returns whether a file that takes its child over could read the portal's files, or what its process has in its
 * environment: the keyring is in both places. Another account reads no file but those that everyone may read.
 */
function couldReachPortal({ missing }: Isolation): boolean {
  if (missing.includes('HIDDEN_PORTAL')) return true
  if (!missing.includes('HIDDEN_SECRETS')) return false
  return missing.includes('OWN_ACCOUNT') || secrets().files.some(isReadByEveryone)
}

const READ = 0o004
const PASS = 0o001

/** Returns whether every account may read a file, and pass through each folder above it. */
function isReadByEveryone(file: string): boolean {
  const place = realpathSync(file) // a mounted secret is often a link
  const may = (at: string, right: number) => (statSync(at).mode & right) !== 0
  return may(place, READ) && foldersAbove(place).every((folder) => may(folder, PASS))
}

function foldersAbove(place: string): string[] {
  const folder = path.dirname(place)
  return folder === place ? [] : [folder, ...foldersAbove(folder)]
}
