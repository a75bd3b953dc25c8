import { z } from 'zod'
import { code, digest, event, id } from '../define'

export const FILING_EVENTS = [
  /** A carrier's filing of a sender signature changed. `reason` commits to what the carrier wrote. */
  event('filing.changed', 'QUALIFICATION', {
    senderSignatureId: id,
    carrier: code('carrier'),
    from: code('filingState'),
    to: code('filingState'),
    extensionNumber: code('asItIs').nullable(),
    filedOn: z.iso.date().nullable(),
    effectiveOn: z.iso.date().nullable(),
    reason: digest.nullable(),
  }),
  /** Staff requested material that a carrier requires. `note` commits to what is needed. */
  event('filing.material_requested', 'QUALIFICATION', {
    supplementId: id,
    senderSignatureId: id,
    carrier: code('carrier'),
    kind: code('document'),
    note: digest,
  }),
  /** The material was accepted or refused, or the request was withdrawn. `reason` commits to why it was refused. */
  event('filing.material_closed', 'QUALIFICATION', {
    supplementId: id,
    senderSignatureId: id,
    carrier: code('carrier'),
    kind: code('document'),
    outcome: code('supplementOutcome'),
    fileIds: z.array(id),
    reason: digest.nullable(),
  }),
] as const
