import { z } from 'zod'
import { code, digest, event, id } from '../define'

export const FILING_EVENTS = [
  /** What a carrier's filing of a sender signature became. `reason` commits to what the carrier said. */
  event('filing.changed', 'QUALIFICATION', {
    senderSignatureId: id,
    carrier: code,
    from: code,
    to: code,
    extensionNumber: code.nullable(),
    filedOn: z.iso.date().nullable(),
    effectiveOn: z.iso.date().nullable(),
    reason: digest.nullable(),
  }),
] as const
