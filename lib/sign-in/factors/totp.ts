import 'server-only'
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib'
import { SECOND } from '@/lib/core/clock'
import { open, seal } from '@/lib/crypto/fields'

// RFC 6238 as every app implements it: SHA-1, six digits, steps of thirty seconds.

export const STEP_SECONDS = 30

export const newTotpSecret = (): string => generateSecret()

/** Returns the address that an app reads from the QR code. */
export const totpUri = (secret: string, label: string): string => generateURI({ issuer: '准信', label, secret })

/**
 * Returns the time step of a code: the present one, or the one before or after, for clocks that are off and people who
 * are slow. Null when the code is wrong, or not later than the last one that was used.
 */
export function stepOfCode(secret: string, code: string, now: Date, lastStep: number | null = null): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / SECOND),
    epochTolerance: STEP_SECONDS,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

export const codeOfStep = (secret: string, step: number): string => generateSync({ secret, epoch: step * STEP_SECONDS })

const place = (userId: string) => ({ table: 'totp_secrets', column: 'secret_sealed', row: userId })

export const sealTotpSecret = (key: Uint8Array, userId: string, secret: string) => seal(key, place(userId), secret)

export const openTotpSecret = (key: Uint8Array, userId: string, sealed: Uint8Array) => open(key, place(userId), sealed)
