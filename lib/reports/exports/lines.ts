import { z } from 'zod'
import { ActorKind, Outcome, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'

const instant = z.iso.datetime()

/** Describes a line of the audit log as JSON; its JSON Schema is in docs/schemas. */
export const AuditLine = z
  .strictObject({
    id: z.uuid(),
    version: z.int().positive(),
    time: instant,
    action: z.string(),
    actor: z.strictObject({
      kind: z.enum(ActorKind),
      id: z.uuid().nullable(),
      name: z.string().nullable().meta({ description: 'The name of a member of staff; applicants have none here.' }),
      capabilities: z.array(z.string()).meta({ description: 'The capabilities that the act used.' }),
    }),
    subject: z
      .strictObject({ kind: z.string().nullable(), id: z.uuid().nullable(), reference: z.string().nullable() })
      .nullable(),
    data: z.record(z.string(), z.unknown()).meta({ description: 'By action and version: see docs/audit-events.md.' }),
    test: z.boolean().meta({ description: 'Whether it is of a test account or a test key.' }),
  })
  .meta({ title: 'An event of the audit log, as a line of an export' })

/** Describes a line of the qualifications as JSON; its JSON Schema is in docs/schemas. */
export const QualificationLine = z
  .strictObject({
    id: z.uuid(),
    reference: z.string(),
    kind: z.enum(QualificationKind),
    organisationType: z.string().nullable(),
    status: z.enum(QualificationStatus),
    purposes: z.array(z.string()),
    isOnBehalf: z.boolean(),
    revision: z.int().positive().meta({ description: 'The revision that was submitted last.' }),
    rulebookVersion: z.string(),
    firstSubmittedAt: instant,
    queuedAt: instant.nullable(),
    decision: z.enum(Outcome).nullable(),
    decidedAt: instant.nullable(),
    validUntil: instant.nullable(),
    externalRef: z.string().nullable(),
    detailsErasedAt: instant.nullable(),
    name: z.string().meta({ description: 'Masked unless it was exported unmasked; empty once erased.' }),
    number: z.string(),
    phone: z.string(),
  })
  .meta({ title: 'A qualification, as a line of an export' })
