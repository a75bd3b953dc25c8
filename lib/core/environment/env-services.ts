import { resolve } from 'node:path'
import { z } from 'zod'

const word = () => z.string().trim().min(1)

/**
 * Configures where blobs are stored, what scans for viruses, what reads pictures, and what witnesses the log. Each is
 * another program, and optional.
 */
export const SERVICES = {
  /** Blobs go into this bucket instead of the data folder. */
  S3_BUCKET: word().optional(),
  /** The folder of the blobs, where it is not `blobs` in the data folder: one that several nodes share. */
  BLOBS_FOLDER: word()
    .transform((path) => resolve(path))
    .optional(),
  /** Names a store other than Amazon's. */
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'must have no path')
    .optional(),
  S3_REGION: word().default('us-east-1'),
  /** Puts the bucket into the address's path; otherwise it is in the host name. */
  S3_PATH_STYLE: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
  /** Without the two, the SDK looks where it always does: AWS_… variables, the machine's role. */
  S3_ACCESS_KEY_ID: word().optional(),
  S3_SECRET_ACCESS_KEY: word().optional(),
  /** Gives the path of clamd's local socket. */
  CLAMAV_SOCKET: word().optional(),
  CLAMAV_HOST: word().optional(),
  CLAMAV_PORT: z.coerce.number({ error: 'must be a number' }).int().min(1).max(65_535).default(3310),
  /** Accepts uploads where decoders can reach the keyring, and others reach the portal. */
  DECODE_WITHOUT_SANDBOX: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  /** Names a folder with newer models for reading pictures: they have the names of the packaged ones. */
  OCR_MODELS: word()
    .transform((path) => resolve(path))
    .optional(),
  /** Says whether a machine reads what the photographs show, so that applicants learn of faults at once. */
  READ_DOCUMENTS: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
  /**
   * Lets webhooks go to this machine's own addresses, by http too, such as to a receiver that is being written on it.
   */
  WEBHOOKS_TO_LOOPBACK: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  /** The file outside the database that checkpoints of the audit log are appended to. */
  AUDIT_CHECKPOINTS: word()
    .transform((path) => resolve(path))
    .optional(),
  /** A witness of the audit log (c2sp.org/tlog-witness), and the key by which its word counts. */
  AUDIT_WITNESS_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  AUDIT_WITNESS_KEY: word().optional(),
}

const Shape = z.object(SERVICES)
type Given = z.output<typeof Shape>
type Name = keyof Given

const NEEDS: readonly { for: Name; needed: Name }[] = [
  { for: 'S3_ENDPOINT', needed: 'S3_BUCKET' },
  { for: 'S3_ACCESS_KEY_ID', needed: 'S3_BUCKET' },
  { for: 'S3_ACCESS_KEY_ID', needed: 'S3_SECRET_ACCESS_KEY' },
  { for: 'S3_SECRET_ACCESS_KEY', needed: 'S3_ACCESS_KEY_ID' },
  { for: 'AUDIT_WITNESS_KEY', needed: 'AUDIT_WITNESS_URL' },
]

/** Adds an issue for each variable that is missing next to those that are set, and for one that contradicts another. */
export function checkServices(given: Given, context: z.RefinementCtx): void {
  for (const { for: choice, needed } of NEEDS) {
    if (given[choice] === undefined || given[needed] !== undefined) continue
    context.addIssue({ code: 'custom', path: [needed], message: `is needed with ${choice}` })
  }
  if (given.S3_BUCKET && given.BLOBS_FOLDER) {
    context.addIssue({ code: 'custom', path: ['BLOBS_FOLDER'], message: 'may not be set beside S3_BUCKET' })
  }
  if (given.CLAMAV_SOCKET && given.CLAMAV_HOST) {
    context.addIssue({ code: 'custom', path: ['CLAMAV_HOST'], message: 'may not be set beside CLAMAV_SOCKET' })
  }
}
