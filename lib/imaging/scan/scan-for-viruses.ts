import 'server-only'
import type { Readable } from 'node:stream'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { log, logBug } from '@/lib/core/log'
import { type ClamdAddress, pingClamd, ScannerError, scanByClamd } from './clamd'

/** Limits the scan of one file. */
const TIMEOUT = 30 * SECOND

/**
 * Has a scanner look at a file, where one is set. Nothing passes unseen: a scanner that can't be asked refuses too.
 *
 * @param open gives the file's bytes; not called where no scanner is set
 * @throws DomainError FILE_INFECTED, TRY_AGAIN; or what the file's stream fails with
 */
export async function scanForViruses(open: () => Promise<Readable>, timeoutMs = TIMEOUT): Promise<void> {
  const address = scannerAddress()
  if (!address) return
  try {
    const verdict = await scanByClamd(address, await open(), timeoutMs)
    if (verdict.isClean) return
    log.warn({ signature: verdict.signature.replace(/[^\w.:-]/g, '_').slice(0, 100) }, 'infected file refused')
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error
    logBug(error, { room: 'scanning' })
    throw new DomainError('TRY_AGAIN', 'The virus scanner is of no help')
  }
  throw new DomainError('FILE_INFECTED', 'The virus scanner knows it')
}

/** Returns whether files can be scanned now; true if no scanner is configured. Throws the error that prevents it. */
export async function isScannerWell(timeoutMs: number): Promise<boolean> {
  const address = scannerAddress()
  return !address || pingClamd(address, timeoutMs)
}

/** Says whether this installation has a scanner. */
export const hasScanner = (): boolean => scannerAddress() !== null

function scannerAddress(): ClamdAddress | null {
  const { CLAMAV_SOCKET, CLAMAV_HOST, CLAMAV_PORT } = env()
  if (CLAMAV_SOCKET) return { path: CLAMAV_SOCKET }
  return CLAMAV_HOST ? { host: CLAMAV_HOST, port: CLAMAV_PORT } : null
}
