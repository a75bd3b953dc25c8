import { z } from 'zod'
import { compact } from '@/lib/accounts/mobile-number'

// Messages are codes: each has a sentence in `auth.problems` of both message files.

/** The last six characters of an ID number, as people type them. */
const IdEnding = z
  .string()
  .max(40, 'ENDING_SHAPE')
  .transform((text) => compact(text).toUpperCase())
  .pipe(z.string().regex(/^[\dA-Z]{6}$/, 'ENDING_SHAPE'))

export const Ticket = z.string().min(1).max(500)

export const ConfirmIdentityInput = z.object({ ticket: Ticket, ending: IdEnding })
