import 'server-only'
import { dataKeyIfKept } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { Mend, QualificationKind } from '@/lib/db/generated/enums'
import { changesOf, isSame } from '@/lib/qualifications/changes'
import type { SubmissionContent } from '@/lib/qualifications/content'
import { type Judged, readJudged } from '@/lib/qualifications/read-judged'
import type { ToldReason } from '@/lib/rulebook/reasons'
import type { PlannedPart } from '@/lib/rulebook/requirements'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import type { PastDecision } from './read-decisions'
import { type ShownPart, shownPart } from './shown-part'

/** What stood in a part before, what was concluded of it, and what has changed since. */
export type PreviousPart = ShownPart & {
  /** In which revision; null when it is of the approved qualification that this one is to follow. */
  revision: number | null
  isAccepted: boolean
  reasons: ToldReason[]
  mend: Mend | null
  mendField: string | null
  note: string | null
  /** Field keys, `signatures`, `signature`, `samples` or `files`. */
  changed: string[]
}

type Opened = {
  id: string
  kind: QualificationKind
  renewsId: string | null
  revision: number
  content: SubmissionContent
  rulebook: Rulebook
  history: readonly PastDecision[]
}

/**
 * What is handed in now beside what was judged last: the revision before, or for a renewal what it renews.
 *
 * @param key of the qualification, unwrapped
 * @returns for a part of this submission, the same part before; null where it is new
 */
export async function readPrevious(
  opened: Opened,
  key: Uint8Array,
): Promise<(part: PlannedPart) => PreviousPart | null> {
  const before = await judgedBefore(opened, key)
  if (!before) return () => null
  const { judged, revision } = before
  const { rulebook, history } = opened
  const now = knownAgain(opened.content, judged)
  const told = history.find((decision) => decision.revision === revision)?.refused ?? []
  return (part) => {
    const old = judged.parts.find((candidate) => isSame(candidate, part, now))
    if (!old) return null
    const refusal = told.find((refused) => refused.part.id === old.id)
    return {
      ...shownPart(rulebook, judged.content, { ...part, senderSignatureId: old.senderSignatureId } as PlannedPart),
      revision,
      isAccepted: old.isAccepted,
      reasons: refusal?.reasons ?? [],
      mend: old.mend,
      mendField: old.mendField,
      note: refusal?.note ?? null,
      changed: changesOf(rulebook, part, old, judged.content, now),
    }
  }
}

async function judgedBefore(
  { id, kind, renewsId, revision }: Opened,
  key: Uint8Array,
): Promise<{ judged: Judged; revision: number | null } | null> {
  if (revision > 1) {
    const judged = await readJudged(database(), { id, kind }, revision, key)
    return judged && { judged, revision: revision - 1 }
  }
  if (!renewsId) return null
  const renewed = await database().qualification.findUniqueOrThrow({ where: { id: renewsId } })
  const itsKey = await dataKeyIfKept(database(), renewed.dataKeyId)
  if (!itsKey) return null
  const judged = await readJudged(database(), renewed, renewed.revision + 1, itsKey)
  return judged && { judged, revision: null }
}

/** Signatures of a renewal don't say which they were filled from: there they are known again by their words. */
function knownAgain(content: SubmissionContent, { content: before }: Judged): SubmissionContent {
  return {
    ...content,
    signatures: content.signatures.map((signature) => ({
      ...signature,
      previousId: signature.previousId ?? before.signatures.find(({ text }) => text === signature.text)?.id ?? null,
    })),
  }
}
