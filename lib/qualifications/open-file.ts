import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { readFile, type ShownFile, type ShownVariant } from '@/lib/documents/read-file'
import { holdsClaim, isOwn, mayReview, visibleTo } from './policy'

/**
 * Opens what is shown of a document: for the applicants whose it is, and for the reviewer while they hold the claim, of
 * what was handed in. A reviewer's look at it is an event; a thumbnail, which says too little to be one, is not.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CLAIM_LOST
 */
export async function openFile(
  actor: PersonActor,
  { fileId, variant }: { fileId: string; variant: ShownVariant },
): Promise<ShownFile> {
  const found = await findDocument(actor, fileId)
  if (!found) throw new DomainError('NOT_FOUND', 'No such file')
  const { qualification } = found.submission
  if (!isOwn(actor, qualification)) {
    const subjectId = qualification.id
    if (!mayReview(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to look at', { subjectId })
    const now = await databaseTime()
    if (![qualification, ...qualification.renewals].some((claimed) => holdsClaim(actor, claimed, now))) {
      throw new DomainError('CLAIM_LOST', 'Not, or no longer, theirs', { subjectId })
    }
    if (variant === 'RENDITION') await recordView(actor, found, fileId, variant)
  }
  return readFile(fileId, variant)
}

/**
 * A slot that holds it, in a submission that they may know: staff know of those that were handed in. A renewal shows the
 * files of the one that it follows, and is compared with it: for a reviewer it is the one that is theirs, then the one
 * that theirs follows, and otherwise the newest.
 */
async function findDocument(actor: PersonActor, fileId: string) {
  const documents = await database().document.findMany({
    where: { pages: { some: { fileId } }, submission: { qualification: visibleTo(actor) } },
    orderBy: { submission: { revision: 'desc' } },
    include: { submission: { include: { qualification: { include: { renewals: true } } } } },
  })
  const known = documents.filter(({ submission }) => {
    return isOwn(actor, submission.qualification) || submission.submittedAt !== null
  })
  const isTheirs = ({ reviewerId }: { reviewerId: string | null }) => reviewerId === actor.id
  return (
    known.find(({ submission }) => isTheirs(submission.qualification)) ??
    known.find(({ submission }) => submission.qualification.renewals.some(isTheirs)) ??
    known[0]
  )
}

type Found = NonNullable<Awaited<ReturnType<typeof findDocument>>>

async function recordView(actor: PersonActor, { kind, submission }: Found, fileId: string, variant: ShownVariant) {
  const data = { revision: submission.revision, kind, fileId, variant }
  const event = { action: 'document.viewed', subjectId: submission.qualificationId, data } as const
  await transaction((tx) => recordAudit(tx, actor, event, { using: 'review.decide' }))
}
