import 'server-only'
import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { currentLetterVersion } from '@/lib/letters/registry'
import { makeReference, REFERENCE_BYTES } from '@/lib/rulebook/checks/reference'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { fillInPhone } from './fill-in-phone'
import type { CreateQualificationInput } from './schemas'

/**
 * Begins a qualification for the actor's account. A draft of that kind to which nothing was written yet is taken up
 * instead, so that a double click doesn't make two.
 *
 * @throws DomainError FORBIDDEN, or INVALID_INPUT when the rulebook has no rules for this kind
 */
export async function createQualification(actor: PersonActor, { kind }: CreateQualificationInput) {
  const [accountId] = actor.accountIds
  if (!can(actor, 'qualification.own') || !accountId) throw new DomainError('FORBIDDEN', 'Of no account')
  rulesFor(await currentRulebook(), kind)
  return withFreeReference((tx) => createOrTakeUp(tx, actor, accountId, kind))
}

async function createOrTakeUp(tx: Tx, actor: PersonActor, accountId: string, kind: QualificationKind) {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
  const untouched = await tx.qualification.findFirst({
    where: { accountId, kind, status: 'DRAFT', submissions: { every: { draftVersion: 0 } } },
  })
  if (untouched) return { id: untouched.id, reference: untouched.reference }

  const id = newId()
  const rulebook = await currentRulebook(tx)
  const dataKey = await createDataKey(tx)
  const reference = makeReference(await databaseTime(tx), randomBytes(REFERENCE_BYTES))
  const submissionId = newId()
  await tx.qualification.create({
    data: {
      id,
      reference,
      accountId,
      createdById: actor.id,
      kind,
      dataKeyId: dataKey.id,
      submissions: {
        create: {
          id: submissionId,
          revision: 1,
          rulebookVersion: rulebook.version,
          letterVersion: await currentLetterVersion(tx),
        },
      },
    },
  })
  await fillInPhone(tx, actor, submissionId, rulesFor(rulebook, kind), dataKey.key)
  await recordAudit(
    tx,
    actor,
    {
      action: 'qualification.created',
      subjectId: id,
      data: { reference, accountId, kind, rulebookVersion: rulebook.version },
    },
    { using: 'qualification.own' },
  )
  return { id, reference }
}

/** Of 33 million references a day some are drawn twice: the column is unique, and another is drawn. */
async function withFreeReference<T>(work: (tx: Tx) => Promise<T>, triesLeft = 3): Promise<T> {
  try {
    return await transaction(work)
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    if (!isTaken || triesLeft === 0) throw error
    return withFreeReference(work, triesLeft - 1)
  }
}
