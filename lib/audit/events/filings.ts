import { z } from 'zod'
import { code, digest, event, id } from '../define'

export const FILING_EVENTS = [
  /** A carrier's filing of a sender signature changed. `reason` commits to what the carrier wrote. */
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
  /** Staff requested material that a carrier requires. `note` commits to what is needed. */
  event('filing.material_requested', 'QUALIFICATION', {
    supplementId: id,
    senderSignatureId: id,
    carrier: code,
    kind: code,
    note: digest,
  }),
  /** The material was accepted or refused, or the request was withdrawn. `reason` commits to why it was refused. */
  event('filing.material_closed', 'QUALIFICATION', {
    supplementId: id,
    senderSignatureId: id,
    carrier: code,
    kind: code,
    outcome: code,
    fileIds: z.array(id),
    reason: digest.nullable(),
  }),
] as const
