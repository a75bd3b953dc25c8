import { resolve } from 'node:path'
import { z } from 'zod'

const word = () => z.string().trim().min(1)
const yesOrNo = () => z.enum(['0', '1'], { error: 'must be 0 or 1' })
const folder = () =>
  word()
    .transform((path) => resolve(path))
    .optional()

/**
 * Configures where blobs are stored, what scans for viruses, what reads pictures, and what witnesses the log. Each is
 * another program, and optional.
 */
export const SERVICES = {
  READ_DOCUMENTS: yesOrNo()
    .default('1')
    .describe(
      'whether a machine reads what photographs show, so that applicants learn of faults at once; `0` saves its memory: [documents](documents.md#reading)',
    ),
  OCR_MODELS: folder().meta({
    unset: 'those of a package',
    description:
      'a folder with newer models for reading pictures, with the names of the packaged ones: [checks](checks.md)',
  }),
  DECODE_WITHOUT_SANDBOX: yesOrNo()
    .default('0')
    .describe(
      '`1` accepts uploads, and shows documents to staff, although the system gives decoders no sandbox and others reach the portal: [vault](vault.md#where-there-is-no-sandbox)',
    ),
  BLOBS_FOLDER: folder().meta({
    unset: '`blobs` in the data folder',
    description: 'another folder for the documents, such as one that several nodes share',
  }),
  S3_BUCKET: word().optional().meta({
    unset: 'none: the disk',
    description: 'the bucket of an S3-compatible store for the documents, which must exist: [vault](vault.md)',
  }),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'must have no path')
    .optional()
    .meta({ unset: 'Amazon’s', description: 'the address of a store that speaks S3' }),
  S3_REGION: word().default('us-east-1').describe('its region'),
  S3_PATH_STYLE: yesOrNo().default('1').describe('`0` where the store wants the bucket in the host name'),
  S3_ACCESS_KEY_ID: word().optional().meta({
    unset: 'the SDK’s own: `AWS_…`, the machine’s role',
    description: 'the id of the portal’s credentials there',
  }),
  S3_SECRET_ACCESS_KEY: word().optional().meta({ unset: 'the same', description: 'the credentials themselves' }),
  CLAMAV_SOCKET: word()
    .optional()
    .describe('the local socket of `clamd`, the virus scanner that every upload passes: [vault](vault.md)'),
  CLAMAV_HOST: word().optional().describe('its host, where it has no local socket'),
  CLAMAV_PORT: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1)
    .max(65_535)
    .default(3310)
    .describe('its port there'),
  AUDIT_CHECKPOINTS: folder().meta({
    unset: '`audit/checkpoints.txt` in the data folder',
    description: 'the file that checkpoints of the audit log are appended to: [audit log](audit-log.md)',
  }),
  AUDIT_WITNESS_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .optional()
    .describe('a witness (c2sp.org/tlog-witness) that cosigns the audit log: [audit log](audit-log.md)'),
  AUDIT_WITNESS_KEY: word().optional().describe('the key by which its word counts'),
  WEBHOOKS_TO_LOOPBACK: yesOrNo()
    .default('0')
    .describe(
      'with `1` webhooks may go to this machine’s own addresses, by http too, such as to a receiver that is being written on it: [webhooks](webhooks.md)',
    ),
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
