import 'server-only'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { ENTERING_MINUTES } from '@/lib/integrations/handovers/usable'

/** Says why rows are served again as the backup has them. */
export type Stays =
  /** The rows say what happened. */
  | 'RECORD'
  /** The rows last until somebody removes them: docs/backup.md says what to look through. */
  | 'LASTING'
  /** A person decides on the rows, and sees everything that leads to them. */
  | 'DECIDED_BY_SOMEBODY'
  /** The rows are work that is done again, or that runs out by itself. */
  | 'WORK'

const idsOf = async (tx: Tx, update: Prisma.Sql) => (await tx.$queryRaw<{ id: string }[]>(update)).map(({ id }) => id)

/**
 * Returns how a restore ends rows that let somebody in, or change something, without a decision by anybody: they may
 * have been revoked since.
 *
 * @param kind what they are called in the event `backup.restored`
 * @param called what they are called in what the command prints
 * @param update ends them, and returns their ids
 */
const ends = <const K extends string>(kind: K, called: string, update: Prisma.Sql) => ({
  kind,
  called,
  end: (tx: Tx) => idsOf(tx, update),
})

const { sql } = Prisma
/** Rounds the time down: a column of milliseconds would round up half of them, to a time that has not come yet. */
const NOW = sql`date_trunc('milliseconds', clock_timestamp())`

const ENDS = {
  Session: ends(
    'sessions',
    'sessions',
    sql`UPDATE sessions SET ended_at = ${NOW} WHERE ended_at IS NULL RETURNING id::text`,
  ),
  SignInCode: ends(
    'codes',
    'sign-in codes',
    sql`UPDATE sign_in_codes SET expires_at = ${NOW} WHERE expires_at > clock_timestamp() RETURNING id::text`,
  ),
  FactorChallenge: ends(
    'challenges',
    'challenges of second factors',
    sql`DELETE FROM factor_challenges RETURNING id::text`,
  ),
  KnownDevice: ends('devices', 'known browsers', sql`DELETE FROM known_devices RETURNING id::text`),
  Invitation: ends(
    'invitations',
    'invitations of staff',
    sql`UPDATE invitations SET revoked_at = ${NOW}, email_sealed = NULL
        WHERE used_at IS NULL AND revoked_at IS NULL RETURNING id::text`,
  ),
  MemberInvitation: ends(
    'memberInvitations',
    'invitations of members',
    sql`UPDATE member_invitations SET revoked_at = ${NOW}
        WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL RETURNING id::text`,
  ),
  AccessChange: ends(
    'accessChanges',
    'waiting changes of access',
    sql`UPDATE access_changes SET state = 'REFUSED', decided_at = ${NOW} WHERE state = 'WAITING' RETURNING id::text`,
  ),
  AccessLink: ends(
    'accessLinks',
    'links for a new password',
    sql`UPDATE access_links SET expires_at = ${NOW}
        WHERE used_at IS NULL AND expires_at > clock_timestamp() RETURNING id::text`,
  ),
  PhoneSession: ends(
    'phones',
    'phones and letter links',
    sql`UPDATE phone_sessions SET ended_at = ${NOW},
          ended_because = (CASE WHEN letter IS NULL THEN 'SIGNED_OUT' ELSE 'EXPIRED' END)::"PhoneSessionEnd"
        WHERE ended_at IS NULL RETURNING id::text`,
  ),
  Handover: ends(
    'handovers',
    'hand-overs of the platform',
    // A browser may still enter by one whose button was pressed. It is then as one that was not pressed, and over.
    sql`UPDATE handovers SET ends_at = least(ends_at, ${NOW}), used_at = NULL, secret_hash = NULL
        WHERE entered_at IS NULL AND (ends_at > clock_timestamp() OR used_at > clock_timestamp() - make_interval(mins => ${ENTERING_MINUTES}::int))
        RETURNING id::text`,
  ),
  User: ends(
    'noticeLinks',
    'links that confirm an address for notices (by person)',
    sql`UPDATE users SET notice_email_token_hash = NULL, notice_email_token_ends_at = NULL
        WHERE notice_email_token_hash IS NOT NULL RETURNING id::text`,
  ),
  Export: ends(
    'exports',
    'unmasked lists that were not written yet',
    // As their requesters would cancel them: one may have been cancelled or refused since, and the worker would write
    // it.
    sql`UPDATE exports SET state = 'CANCELLED', blob_id = NULL, held_until = NULL, finished_at = ${NOW}
        WHERE NOT is_masked AND state IN ('AWAITS_CONSENT', 'WAITING', 'RUNNING') RETURNING id::text`,
  ),
  PendingDecision: ends(
    'decisions',
    'decisions that had not taken effect (their reviewers still hold the cases)',
    sql`DELETE FROM pending_decisions RETURNING qualification_id::text AS id`,
  ),
} satisfies Partial<Record<Prisma.ModelName, unknown>>

type Ends = (typeof ENDS)[keyof typeof ENDS]
export type EndedKind = Ends['kind']

/** Says what a restore does with the rows of each table. A new table does not compile until it has its line here. */
const AFTER_RESTORE: Record<Prisma.ModelName, Ends | Stays> = {
  ...ENDS,
  // Who may do what, and how they prove who they are.
  // A person (User) is LASTING too, but for a link that waits.
  RoleGrant: 'LASTING',
  Membership: 'LASTING',
  Passkey: 'LASTING',
  TotpSecret: 'LASTING',
  RecoveryCode: 'LASTING',
  ApiKey: 'LASTING',
  WebhookEndpoint: 'LASTING',
  WebhookSecret: 'LASTING',
  ReturnAddress: 'LASTING',
  LegalHold: 'LASTING',
  SavedReport: 'LASTING',
  SavedPhrase: 'LASTING',
  KeyringHolder: 'LASTING', // until each reports again, ends, or is said to have ended
  // What waits for a person.
  AccessCase: 'DECIDED_BY_SOMEBODY',
  AccessCaseFile: 'DECIDED_BY_SOMEBODY',
  ErasureRequest: 'DECIDED_BY_SOMEBODY',
  JudgementDraft: 'DECIDED_BY_SOMEBODY',
  Supplement: 'DECIDED_BY_SOMEBODY',
  OperatorEdition: 'DECIDED_BY_SOMEBODY',
  RuleVersion: 'DECIDED_BY_SOMEBODY',
  // What programs do.
  OutboxMessage: 'WORK',
  FailingChannel: 'WORK',
  WorkerHeartbeat: 'WORK',
  Incident: 'WORK',
  RateLimit: 'WORK',
  SpentProof: 'WORK',
  Upload: 'WORK',
  UploadPart: 'WORK',
  Reading: 'WORK',
  LateReading: 'WORK',
  // A list (Export) is WORK or a RECORD, but for an unmasked one that was not written.
  DocumentExport: 'WORK', // each ends with its session
  DossierExport: 'WORK',
  WebhookDelivery: 'WORK',
  StoredAnswer: 'WORK',
  StoredTombstone: 'WORK',
  VaultScrub: 'WORK',
  VaultFault: 'WORK',
  AuditPending: 'WORK',
  ReviewNotice: 'WORK',
  // What was so.
  Account: 'RECORD',
  ApiKeyUse: 'RECORD',
  AuditEvent: 'RECORD',
  AuditDisclosure: 'RECORD',
  RefusalCount: 'RECORD',
  AuditLeaf: 'RECORD',
  AuditTile: 'RECORD',
  AuditKey: 'RECORD',
  AuditCheckpoint: 'RECORD',
  AuditCosignature: 'RECORD',
  AuditVerification: 'RECORD',
  StoredFile: 'RECORD',
  ReadingOutcome: 'RECORD',
  Likeness: 'RECORD',
  StoredBlob: 'RECORD',
  DocumentView: 'RECORD',
  SenderChange: 'RECORD',
  DataKey: 'RECORD',
  Tombstone: 'RECORD',
  Consent: 'RECORD',
  Qualification: 'RECORD',
  Letter: 'RECORD',
  StatusChange: 'RECORD',
  Reminder: 'RECORD',
  Submission: 'RECORD',
  DeclaredField: 'RECORD',
  SenderSignature: 'RECORD',
  SampleMessage: 'RECORD',
  Document: 'RECORD',
  DocumentPage: 'RECORD',
  Filing: 'RECORD',
  Erasure: 'RECORD',
  CountedReveal: 'RECORD',
  RevealAlert: 'RECORD',
  Part: 'RECORD',
  ShownFinding: 'RECORD',
  LateFinding: 'RECORD',
  SeenPage: 'RECORD',
  Decision: 'RECORD',
  PartJudgement: 'RECORD',
}

/** Returns what a restore ends. */
export const endings = (): readonly Ends[] =>
  Object.values(AFTER_RESTORE).flatMap((rule) => (typeof rule === 'string' ? [] : [rule]))
