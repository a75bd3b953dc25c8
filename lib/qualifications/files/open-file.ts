import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { requireMarking } from '@/lib/documents/decoding-here'
import { readMarkedPage } from '@/lib/documents/mark-page'
import { findPage, readPage, type ShownFile, type ShownPage } from '@/lib/documents/read-file'
import { isFileable } from '../lifecycle'
import { holdsClaim, isOwn, mayReview, visibleTo } from '../policy'
import { recordView } from './record-view'

/**
 * Opens the shown form of a document. Its applicants see it unmarked. The reviewer sees it while they hold the claim,
 * once it is submitted, marked with their name and the time; of what was requested after the approval, any reviewer,
 * until it is decided. A view by a reviewer, or by a member who didn't upload it, is an event; the small picture's too,
 * since an identity number can be read on it.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CLAIM_LOST, VIEWS_CLOSED, TRY_AGAIN
 */
export async function openFile(actor: PersonActor, shown: ShownPage): Promise<ShownFile> {
  const found = await findDocument(actor, shown.fileId)
  if (!found) throw new DomainError('NOT_FOUND', 'No such file')
  const { kind, submission, supplement } = found
  const { qualification, revision } = submission
  const { id: qualificationId, reference } = qualification
  const viewed = { ...shown, qualificationId, revision, kind }
  if (isOwn(actor, qualification)) return openAsMember(actor, viewed)

  const about = { subjectId: qualificationId }
  if (!mayReview(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to look at', about)
  const [now, names] = await Promise.all([databaseTime(), staffNames([actor.id])])
  const isClaimed = [qualification, ...qualification.renewals].some((claimed) => holdsClaim(actor, claimed, now))
  if (!isClaimed && !(supplement?.state === 'OPEN' && isFileable(qualification.status))) {
    throw new DomainError('CLAIM_LOST', 'Not, or no longer, theirs', { ...about, params: { now: 'UNKNOWN' } })
  }
  await requireMarking() // before the event, which would say that it was viewed
  const page = await findPage(shown)
  const name = names.get(actor.id) ?? actor.id
  const mark = { viewerId: actor.id, name, caseId: qualificationId, reference }
  return recordView(actor, viewed, (at) => readMarkedPage(page, { ...mark, at }))
}

/** Opens a file for a member. Their own upload is no event; another member's is opened once the event is committed. */
async function openAsMember(actor: PersonActor, viewed: Parameters<typeof recordView>[1]): Promise<ShownFile> {
  const page = await findPage(viewed)
  if (page.uploadedById !== actor.id) await recordView(actor, viewed, async () => null, 'MEMBER')
  return readPage(page)
}

/**
 * Finds a slot with the file, in a submission that the person may know of: staff know of submitted ones. A renewal
 * shows the files of the one that it follows, and is compared with it. A reviewer gets the one that they hold, then the
 * one that it follows, and otherwise the newest.
 */
async function findDocument(actor: PersonActor, fileId: string) {
  const documents = await database().document.findMany({
    where: {
      pages: { some: { fileId } },
      submission: { qualification: { AND: [{ documentsErasedAt: null }, visibleTo(actor)] } },
    },
    orderBy: { submission: { revision: 'desc' } },
    include: { supplement: true, submission: { include: { qualification: { include: { renewals: true } } } } },
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
