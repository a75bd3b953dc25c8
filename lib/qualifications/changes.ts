import type { Correction, DocumentKind, PartKind, SignatureSource } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import { requiredGroups, requiredSlots } from '@/lib/rulebook/required-slots'
import type { PlannedPart } from '@/lib/rulebook/requirements'
import type { Rulebook } from '@/lib/rulebook/rulebook'

export type DraftSignature = {
  id: string
  text: string
  source: SignatureSource
  isOnBehalf: boolean
  /** Gives the row's id in the previous revision. */
  previousId: string | null
}

/** An opened submission, with what locks are derived from. */
export type LockContent = Omit<DraftContent, 'signatures'> & {
  signatures: DraftSignature[]
  rows: { kind: DocumentKind; senderSignatureId: string | null; pages: { fileId: string }[] }[]
}

/** A part of the submission that was judged last. A carried part counts as accepted. */
export type JudgedPart = {
  /** The part that was judged: this one, or the one that it was carried from. */
  judgedId: string
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** The signature that it is, or whose evidence it is, in that submission. */
  senderSignatureId: string | null
  isAccepted: boolean
  /** The reasons of its refusal, and what is to be corrected. */
  reasons: readonly string[]
  correction: Correction | null
  correctionField: string | null
}

export type JudgedSubmission = { parts: readonly JudgedPart[]; content: LockContent }

/**
 * Lists what a signature depends on, in addition to itself: whose name, trademark, app or site it is, and whether it is
 * for a principal.
 */
const SIGNATURE_RESTS_ON = ['person.name', 'organisation.name', 'principal.name', 'use.onBehalf']

const previousOf = ({ signatures }: LockContent, id: string | null): string | null =>
  signatures.find((signature) => signature.id === id)?.previousId ?? null

/**
 * Returns whether this part was judged as that one. Ids are new in each revision: a signature names the row it was
 * copied from.
 */
export function isSame(judged: JudgedPart, part: PlannedPart, now: LockContent): boolean {
  if (judged.kind !== part.kind) return false
  switch (part.kind) {
    case 'FIELDS':
      return judged.fieldGroup === part.fieldGroup
    case 'SAMPLE_MESSAGES':
      return true
    case 'SENDER_SIGNATURE':
      return judged.senderSignatureId === previousOf(now, part.senderSignatureId)
    case 'DOCUMENT':
      if (judged.documentKind !== part.documentKind) return false
      return part.senderSignatureId === null
        ? judged.senderSignatureId === null
        : judged.senderSignatureId === previousOf(now, part.senderSignatureId)
  }
}

/** Returns what changed of an accepted part, and of all that it depends on. */
export function changesOf(
  rulebook: Rulebook,
  part: PlannedPart,
  judged: JudgedPart,
  before: LockContent,
  now: LockContent,
): string[] {
  const isField = (key: string) => (before.fields[key] ?? '') !== (now.fields[key] ?? '')
  const oldSignature = judged.senderSignatureId
  switch (part.kind) {
    case 'FIELDS':
      return changedIn(rulebook, part.fieldGroup, before, now)
    case 'SAMPLE_MESSAGES':
      return [...(samplesOf(before) === samplesOf(now) ? [] : ['samples']), ...['use.purposes'].filter(isField)]
    case 'SENDER_SIGNATURE': {
      const isChanged = signatureOf(before, oldSignature) !== signatureOf(now, part.senderSignatureId)
      return [...(isChanged ? ['signature'] : []), ...SIGNATURE_RESTS_ON.filter(isField)]
    }
    case 'DOCUMENT': {
      const { documentKind: kind, senderSignatureId } = part
      const restsOn = [before, now].flatMap((content) => {
        return requiredSlots(rulebook, content).find(({ slot }) => slot.kind === kind)?.slot.restsOn ?? []
      })
      const changed = [...new Set(restsOn)].filter((key) => {
        if (key === 'signatures') return signaturesOf(before) !== signaturesOf(now)
        if (key === 'signature') return signatureOf(before, oldSignature) !== signatureOf(now, senderSignatureId)
        return isField(key)
      })
      const isReplaced = filesIn(before, kind, oldSignature) !== filesIn(now, kind, senderSignatureId)
      return isReplaced ? [...changed, 'files'] : changed
    }
  }
}

/**
 * Returns what has a part reviewed again when it changes: keys of fields, `signature`, `signatures`, `samples` or
 * `files`, as `changesOf` names them.
 */
export function restartsOf(rulebook: Rulebook, part: PlannedPart, content: DraftContent): string[] {
  switch (part.kind) {
    case 'FIELDS':
      return requiredKeys(rulebook, part.fieldGroup, content)
    case 'SAMPLE_MESSAGES':
      return ['samples', 'use.purposes']
    case 'SENDER_SIGNATURE':
      return ['signature', ...SIGNATURE_RESTS_ON]
    case 'DOCUMENT': {
      const slots = requiredSlots(rulebook, content)
      return [...(slots.find(({ slot }) => slot.kind === part.documentKind)?.slot.restsOn ?? []), 'files']
    }
  }
}

const requiredKeys = (rulebook: Rulebook, group: string, content: Pick<DraftContent, 'kind' | 'fields'>): string[] =>
  requiredGroups(rulebook, content)
    .find(({ key }) => key === group)
    ?.fields.map(({ key }) => key) ?? []

/** Returns the fields of a group, required now or before, whose answers differ. */
function changedIn(rulebook: Rulebook, group: string, before: LockContent, now: LockContent): string[] {
  const old = requiredIn(rulebook, group, before)
  const present = requiredIn(rulebook, group, now)
  return [...new Set([...old.keys(), ...present.keys()])].filter((key) => old.get(key) !== present.get(key))
}

/** Returns the answers of a group by the keys of its required fields; a missing answer is empty. */
export function requiredIn(rulebook: Rulebook, group: string, content: LockContent): Map<string, string> {
  return new Map(requiredKeys(rulebook, group, content).map((key) => [key, content.fields[key] ?? '']))
}

const samplesOf = ({ samples }: LockContent): string => JSON.stringify(samples.map(({ text }) => text))

const signatureText = ({ text, source, isOnBehalf }: DraftSignature): string =>
  JSON.stringify([text, source, isOnBehalf])

function signatureOf({ signatures }: LockContent, id: string | null): string {
  const found = signatures.find((signature) => signature.id === id)
  return found ? signatureText(found) : ''
}

/** Returns all signatures as one text that does not depend on their order: a letter names all of them. */
const signaturesOf = ({ signatures }: LockContent): string => signatures.map(signatureText).toSorted().join()

export function filesIn({ rows }: LockContent, kind: DocumentKind, senderSignatureId: string | null): string {
  const row = rows.find((candidate) => candidate.kind === kind && candidate.senderSignatureId === senderSignatureId)
  return (row?.pages ?? []).map(({ fileId }) => fileId).join()
}
