import { z } from 'zod'
import { code, codes, count, digest, event, id, instant } from '../define'

/**
 * Names the phone (docs/decisions/0068) or the link to a letter (docs/decisions/0077) through which a file came or
 * went; else null.
 */
const THROUGH = { through: code('uploadWay').nullable(), phoneSessionId: id.nullable(), letterLinkId: id.nullable() }

export const QUALIFICATION_EVENTS = [
  /**
   * A qualification was started; `filledFrom`: an ended one whose answers and files it was started with; `prepared`:
   * the fields that the applicant had answered before. Which fields, not what they say.
   */
  event(
    'qualification.created',
    'QUALIFICATION',
    {
      reference: code(null),
      accountId: id,
      kind: code('applicantKind'),
      rulebookVersion: code('asItIs'),
      filledFrom: id.nullable(),
      prepared: codes('field'),
    },
    3,
  ),
  /** A renewal of an approved qualification was started. */
  event('qualification.renewal_begun', 'QUALIFICATION', {
    reference: code(null),
    accountId: id,
    kind: code('applicantKind'),
    rulebookVersion: code('asItIs'),
    renews: id,
  }),
  /** A task of the draft was saved. Which fields, not what they say. */
  event('qualification.draft_saved', 'QUALIFICATION', { revision: count, task: code('task'), fields: codes('field') }),
  event('letter.issued', 'QUALIFICATION', { revision: count, letterVersion: code('asItIs') }),
  /**
   * A system of the platform downloaded a letter, with the personal values on it; `kind` is the document of the signed
   * one.
   */
  event('letter.downloaded', 'QUALIFICATION', { revision: count, kind: code('document') }),
  /** A file was received for a slot; it is in the slot once it is ready. */
  event(
    'document.taken_in',
    'QUALIFICATION',
    {
      revision: count,
      kind: code('document'),
      fileId: id,
      sha256: digest,
      mediaType: code('mediaType'),
      size: count,
      ...THROUGH,
    },
    3,
  ),
  /** A received file was examined and is in its slot. */
  event('document.ready', 'QUALIFICATION', { revision: count, kind: code('document'), fileId: id }),
  /** A received file was examined and erased; `code` says why. */
  event('document.refused', 'QUALIFICATION', {
    revision: count,
    kind: code('document'),
    fileId: id,
    code: code('fileRefusal'),
  }),
  event('document.removed', 'QUALIFICATION', { revision: count, kind: code('document'), fileId: id, ...THROUGH }, 3),
  /** A code was shown, by which one phone uploads pictures for the draft until `endsAt` (docs/decisions/0068). */
  event('phone_session.started', 'QUALIFICATION', { phoneSessionId: id, revision: count, endsAt: instant }),
  /** A browser opened the code, and no other may. */
  event('phone_session.bound', 'QUALIFICATION', { phoneSessionId: id }),
  /**
   * The phone uploads no more. One whose time is over, or whose person may not act any more, is closed within minutes.
   */
  event('phone_session.ended', 'QUALIFICATION', { phoneSessionId: id, because: code('phoneEnd') }),
  /**
   * A link to a letter was made, by which somebody else prints it and uploads the signed one until `endsAt`
   * (docs/decisions/0077).
   */
  event('letter_link.started', 'QUALIFICATION', {
    letterLinkId: id,
    revision: count,
    kind: code('document'),
    endsAt: instant,
  }),
  /** A browser gave its code. */
  event('letter_link.opened', 'QUALIFICATION', { letterLinkId: id }),
  /** The letter was downloaded through it. */
  event('letter_link.downloaded', 'QUALIFICATION', { letterLinkId: id }),
  event('letter_link.ended', 'QUALIFICATION', { letterLinkId: id, because: code('phoneEnd') }),
  /** The applicant confirmed a file that came through it: only then it counts. */
  event('letter_link.file_confirmed', 'QUALIFICATION', {
    letterLinkId: id,
    revision: count,
    kind: code('document'),
    fileId: id,
  }),
  /** Staff looked at a page of a document, from 1: one event a view (docs/decisions/0015). */
  event(
    'document.viewed',
    'QUALIFICATION',
    { revision: count, kind: code('document'), fileId: id, page: count, variant: code('variant') },
    2,
  ),
  /** An applicant looked at a page that another member of the account uploaded: one event a view, as for staff. */
  event('document.viewed_by_member', 'QUALIFICATION', {
    revision: count,
    kind: code('document'),
    fileId: id,
    page: count,
    variant: code('variant'),
  }),
  /** Staff exported the original of a document. `note` commits to their explanation. */
  event('document.exported', 'QUALIFICATION', {
    revision: count,
    kind: code('document'),
    fileId: id,
    sha256: digest,
    reason: code('exportReason'),
    note: digest.nullable(),
  }),
  /**
   * All that is known of it was taken out as one paper. Unmasked with a reason; `note` commits to what was written of
   * it.
   */
  event('qualification.dossier_exported', 'QUALIFICATION', {
    locale: code('language'),
    isMasked: z.boolean(),
    withPictures: z.boolean(),
    reason: code('exportReason').nullable(),
    note: digest.nullable(),
  }),
  /** `declared` commits to every declared value, sender signature and sample message, as canonical JSON. */
  event('qualification.submitted', 'QUALIFICATION', {
    submissionId: id,
    revision: count,
    rulebookVersion: code('asItIs'),
    letterVersion: code('asItIs'),
    declared: digest,
    files: z.array(z.strictObject({ kind: code('document'), fileId: id, sha256: digest })),
  }),
  event('qualification.withdrawn', 'QUALIFICATION', { from: code('status'), revision: count }),
  /** A draft that nobody touched for as long as the rules have it. */
  event('qualification.lapsed', 'QUALIFICATION', { revision: count, untouchedSince: instant }),
  event('qualification.expired', 'QUALIFICATION', { from: code('status'), to: code('status'), validUntil: instant }),
  /** Its people were notified ahead of an end. */
  event('qualification.reminded', 'QUALIFICATION', { kind: code('reminder'), endsAt: instant }),
  /** A qualification was suspended; `note` commits to what the applicant was shown in addition to the reason. */
  event('qualification.suspended', 'QUALIFICATION', {
    from: code('status'),
    to: code('status'),
    reason: code('standingReason'),
    note: digest.nullable(),
  }),
  event('qualification.resumed', 'QUALIFICATION', {
    from: code('status'),
    to: code('status'),
    reason: code('standingReason'),
    note: digest.nullable(),
  }),
  event('qualification.revoked', 'QUALIFICATION', {
    from: code('status'),
    to: code('status'),
    reason: code('standingReason'),
    note: digest.nullable(),
  }),
  /** Staff opened the page of a case: what happened to it, and to those who may read it what it declares, masked. */
  event('qualification.opened', 'QUALIFICATION', {}),
  /** A system of the platform read what is declared, unmasked: which fields, not what they say. */
  event('qualification.declared_read', 'QUALIFICATION', { revision: count, fields: codes('field') }),
  /**
   * Sensitive values were shown unmasked: which, not what they say. Outside one's own claim with a reason; `note`
   * commits to what was written of it.
   */
  event(
    'qualification.declared_shown',
    'QUALIFICATION',
    {
      revision: count,
      fields: codes('field'),
      isClaimed: z.boolean(),
      reason: code('exportReason').nullable(),
      note: digest.nullable(),
    },
    2,
  ),
] as const
