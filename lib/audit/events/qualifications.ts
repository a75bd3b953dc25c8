import { z } from 'zod'
import { code, count, digest, event, id, instant } from '../define'

export const QUALIFICATION_EVENTS = [
  /** `filledFrom`: an ended one whose answers and files it was begun with. */
  event(
    'qualification.created',
    'QUALIFICATION',
    { reference: code, accountId: id, kind: code, rulebookVersion: code, filledFrom: id.nullable() },
    2,
  ),
  /** One that is to follow an approved one was begun. */
  event('qualification.renewal_begun', 'QUALIFICATION', {
    reference: code,
    accountId: id,
    kind: code,
    rulebookVersion: code,
    renews: id,
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
  /** Staff looked at a page of a document, from 1: once a view (docs/decisions/0015). */
  event('document.viewed', 'QUALIFICATION', { revision: count, kind: code, fileId: id, page: count, variant: code }, 2),
  /** An applicant looked at a page that another member of the account uploaded: once a view, as of staff. */
  event('document.viewed_by_member', 'QUALIFICATION', {
    revision: count,
    kind: code,
    fileId: id,
    page: count,
    variant: code,
  }),
  /** Staff took the original of a document out. `note` commits to what they wrote about why. */
  event('document.exported', 'QUALIFICATION', {
    revision: count,
    kind: code,
    fileId: id,
    sha256: digest,
    reason: code,
    note: digest.nullable(),
  }),
  /** All that is known of it was taken out as one paper. Unmasked with a reason; `note` commits to what was written of it. */
  event('qualification.dossier_exported', 'QUALIFICATION', {
    locale: code,
    isMasked: z.boolean(),
    withPictures: z.boolean(),
    reason: code.nullable(),
    note: digest.nullable(),
  }),
  /** `declared` commits to every declared value, sender signature and sample message, as canonical JSON. */
  event('qualification.submitted', 'QUALIFICATION', {
    submissionId: id,
    revision: count,
    rulebookVersion: code,
    letterVersion: code,
    declared: digest,
    files: z.array(z.strictObject({ kind: code, fileId: id, sha256: digest })),
  }),
  event('qualification.withdrawn', 'QUALIFICATION', { from: code, revision: count }),
  /** A draft that nobody touched for as long as the rules have it. */
  event('qualification.lapsed', 'QUALIFICATION', { revision: count, untouchedSince: instant }),
  event('qualification.expired', 'QUALIFICATION', { from: code, to: code, validUntil: instant }),
  /** Its people were told ahead of an end. */
  event('qualification.reminded', 'QUALIFICATION', { kind: code, endsAt: instant }),
  /** `note` commits to what the applicant was told besides the reason. */
  event('qualification.suspended', 'QUALIFICATION', { from: code, to: code, reason: code, note: digest.nullable() }),
  event('qualification.resumed', 'QUALIFICATION', { from: code, to: code, reason: code, note: digest.nullable() }),
  event('qualification.revoked', 'QUALIFICATION', { from: code, to: code, reason: code, note: digest.nullable() }),
  /**
   * Sensitive values were shown unmasked: which, not what they say. Outside one's own claim with a reason; `note` commits to
   * what was written of it.
   */
  event(
    'qualification.declared_shown',
    'QUALIFICATION',
    {
      revision: count,
      fields: z.array(code),
      isClaimed: z.boolean(),
      reason: code.nullable(),
      note: digest.nullable(),
    },
    2,
  ),
] as const
