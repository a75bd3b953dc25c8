import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { readMarkedPage } from '@/lib/documents/mark-page'
import { findPage, readPage, type ShownFile, type ShownPage } from '@/lib/documents/read-file'
import { holdsClaim, isOwn, mayReview, visibleTo } from './policy'
import { recordView } from './record-view'

/**
 * Opens what is shown of a document: for the applicants whose it is, as it is; for the reviewer while they hold the
 * claim, of what was handed in, marked with who looks and when. A view of a reviewer's, and of a member who didn't upload
 * it, is an event, the small picture's too: an identity number can be read on it.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CLAIM_LOST, TRY_AGAIN
 */
export async function openFile(actor: PersonActor, shown: ShownPage): Promise<ShownFile> {
  const found = await findDocument(actor, shown.fileId)
  if (!found) throw new DomainError('NOT_FOUND', 'No such file')
  const { kind, submission } = found
  const { qualification, revision } = submission
  const { id: qualificationId, reference } = qualification
  const viewed = { ...shown, qualificationId, revision, kind }
  if (isOwn(actor, qualification)) return openAsMember(actor, viewed)

  const about = { subjectId: qualificationId }
  if (!mayReview(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to look at', about)
  const [now, names] = await Promise.all([databaseTime(), staffNames([actor.id])])
  if (![qualification, ...qualification.renewals].some((claimed) => holdsClaim(actor, claimed, now))) {
    throw new DomainError('CLAIM_LOST', 'Not, or no longer, theirs', about)
  }
  const page = await findPage(shown)
  const name = names.get(actor.id) ?? actor.id
  return recordView(actor, viewed, (at) => readMarkedPage(page, { viewerId: actor.id, name, at, reference }))
}

/** What one uploaded oneself is no view of another's; what someone else did is opened once the event is committed. */
async function openAsMember(actor: PersonActor, viewed: Parameters<typeof recordView>[1]): Promise<ShownFile> {
  const page = await findPage(viewed)
  if (page.uploadedById !== actor.id) await recordView(actor, viewed, async () => null, 'MEMBER')
  return readPage(page)
}

/**
 * A slot that holds it, in a submission that they may know: staff know of those that were handed in. A renewal shows the
 * files of the one that it follows, and is compared with it: for a reviewer it is the one that is theirs, then the one
 * that theirs follows, and otherwise the newest.
 */
async function findDocument(actor: PersonActor, fileId: string) {
  const documents = await database().document.findMany({
    where: {
      pages: { some: { fileId } },
      submission: { qualification: { AND: [{ documentsErasedAt: null }, visibleTo(actor)] } },
    },
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
