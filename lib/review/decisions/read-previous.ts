import 'server-only'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { Correction, QualificationKind } from '@/lib/db/generated/enums'
import { changesOf, isSame } from '@/lib/qualifications/changes'
import type { SubmissionContent } from '@/lib/qualifications/content'
import type { OutlinedPlace } from '@/lib/qualifications/outlined-place'
import { type Judged, readJudged } from '@/lib/qualifications/read-judged'
import type { ShownReason } from '@/lib/rulebook/reasons'
import type { PlannedPart } from '@/lib/rulebook/requirements'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { type ShownPart, shownPart } from '../shown-part'
import type { PastDecision } from './read-decisions'

/** Holds the previous content of a part, its judgement, and what has changed since. */
export type PreviousPart = ShownPart & {
  /** Holds the id that it had then. */
  partId: string
  /** Holds null for a part of the approved qualification that this one renews. */
  revision: number | null
  isAccepted: boolean
  reasons: ShownReason[]
  correction: Correction | null
  correctionField: string | null
  note: string | null
  place: OutlinedPlace | null
  /** Lists field keys, `signatures`, `signature`, `samples` or `files`. */
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
 * Returns what was judged last, to be shown next to this submission: the revision before, or what a renewal renews.
 *
 * @param key the unwrapped key of the qualification
 * @returns a function from a part of this submission to its previous content; null for a new part
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
  const decided = history.find((decision) => decision.revision === revision)?.refused ?? []
  return (part) => {
    const old = judged.parts.find((candidate) => isSame(candidate, part, now))
    if (!old) return null
    const refusal = decided.find((refused) => refused.part.id === old.id)
    return {
      ...shownPart(rulebook, judged.content, { ...part, senderSignatureId: old.senderSignatureId } as PlannedPart),
      partId: old.id,
      revision,
      isAccepted: old.isAccepted,
      reasons: refusal?.reasons ?? [],
      correction: old.correction,
      correctionField: old.correctionField,
      note: refusal?.note ?? null,
      place: refusal?.place ?? null,
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
  const itsKey = await dataKeyIfStored(database(), renewed.dataKeyId)
  if (!itsKey) return null
  const judged = await readJudged(database(), renewed, renewed.revision + 1, itsKey)
  return judged && { judged, revision: null }
}

/**
 * Links signatures of a renewal to the earlier ones by their text, since they don't refer to the rows they were copied
 * from.
 */
function knownAgain(content: SubmissionContent, { content: before }: Judged): SubmissionContent {
  return {
    ...content,
    signatures: content.signatures.map((signature) => ({
      ...signature,
      previousId: signature.previousId ?? before.signatures.find(({ text }) => text === signature.text)?.id ?? null,
    })),
  }
}
