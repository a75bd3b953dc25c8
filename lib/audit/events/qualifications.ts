import { z } from 'zod'
import { code, count, digest, event, id } from '../define'

export const QUALIFICATION_EVENTS = [
  event('qualification.created', 'QUALIFICATION', {
    reference: code,
    accountId: id,
    kind: code,
    rulebookVersion: code,
  }),
  /** A task of the draft was saved. Which fields, not what they say. */
  event('qualification.draft_saved', 'QUALIFICATION', { revision: count, task: code, fields: z.array(code) }),
  event('letter.issued', 'QUALIFICATION', { revision: count, letterVersion: code }),
  event('document.taken_in', 'QUALIFICATION', {
    revision: count,
    kind: code,
    fileId: id,
    sha256: digest,
    mediaType: code,
    size: count,
  }),
  event('document.removed', 'QUALIFICATION', { revision: count, kind: code, fileId: id }),
  /** Staff looked at a document; or, as an original, took it out. */
  event('document.viewed', 'QUALIFICATION', { revision: count, kind: code, fileId: id, variant: code }),
  /** `declared` commits to every declared value, sender signature and sample message, as canonical JSON. */
  event('qualification.submitted', 'QUALIFICATION', {
    submissionId: id,
    revision: count,
    rulebookVersion: code,
    letterVersion: code,
    declared: digest,
    files: z.array(z.strictObject({ kind: code, fileId: id, sha256: digest })),
  }),
  /** `note` commits to what the applicant was told besides the reason. */
  event('qualification.suspended', 'QUALIFICATION', { from: code, to: code, reason: code, note: digest.nullable() }),
  event('qualification.resumed', 'QUALIFICATION', { from: code, to: code, reason: code, note: digest.nullable() }),
  event('qualification.revoked', 'QUALIFICATION', { from: code, to: code, reason: code, note: digest.nullable() }),
  /** Sensitive values were shown to someone who doesn't hold the claim: which, not what they say. */
  event('qualification.declared_shown', 'QUALIFICATION', { revision: count, fields: z.array(code) }),
] as const
