import type { DocumentKind, Mend, PartKind, SignatureSource } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import { askedGroups, askedSlots } from '@/lib/rulebook/asked'
import type { PlannedPart } from '@/lib/rulebook/requirements'
import type { Rulebook } from '@/lib/rulebook/rulebook'

export type DraftSignature = {
  id: string
  text: string
  source: SignatureSource
  isOnBehalf: boolean
  /** In the revision before. */
  previousId: string | null
}

/** A submission, opened, as far as locks go. */
export type LockContent = Omit<DraftContent, 'signatures'> & {
  signatures: DraftSignature[]
  rows: { kind: DocumentKind; senderSignatureId: string | null; pages: { fileId: string }[] }[]
}

/** A part of the submission that was judged last. What was carried into it counts as accepted. */
export type JudgedPart = {
  /** The part that has the judgement: itself, or the one that it was carried from. */
  judgedId: string
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** The signature that it is, or whose evidence it is, in that submission. */
  senderSignatureId: string | null
  isAccepted: boolean
  /** Why not, and what is to be mended. */
  reasons: readonly string[]
  mend: Mend | null
  mendField: string | null
}

export type JudgedSubmission = { parts: readonly JudgedPart[]; content: LockContent }

/** What a signature rests on besides itself: whose name, trademark, app or site it is, and whether anyone is sent for. */
const SIGNATURE_RESTS_ON = ['person.name', 'organisation.name', 'principal.name', 'use.onBehalf']

const previousOf = ({ signatures }: LockContent, id: string | null): string | null =>
  signatures.find((signature) => signature.id === id)?.previousId ?? null

/** Ids are new in each revision: a signature is known again by the one that it was filled from. */
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

/** What changed of an accepted part, and of all that it rests on. */
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
        return askedSlots(rulebook, content).find(({ slot }) => slot.kind === kind)?.slot.restsOn ?? []
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

/** The fields of a group that are asked, or were, and say something else now. */
function changedIn(rulebook: Rulebook, group: string, before: LockContent, now: LockContent): string[] {
  const old = askedIn(rulebook, group, before)
  const present = askedIn(rulebook, group, now)
  return [...new Set([...old.keys(), ...present.keys()])].filter((key) => old.get(key) !== present.get(key))
}

/** The answers of a group, by the keys of those that are asked; one not given is empty. */
export function askedIn(rulebook: Rulebook, group: string, content: LockContent): Map<string, string> {
  const fields = askedGroups(rulebook, content).find(({ key }) => key === group)?.fields ?? []
  return new Map(fields.map(({ key }) => [key, content.fields[key] ?? '']))
}

const samplesOf = ({ samples }: LockContent): string => JSON.stringify(samples.map(({ text }) => text))

const signatureText = ({ text, source, isOnBehalf }: DraftSignature): string =>
  JSON.stringify([text, source, isOnBehalf])

function signatureOf({ signatures }: LockContent, id: string | null): string {
  const found = signatures.find((signature) => signature.id === id)
  return found ? signatureText(found) : ''
}

/** In whatever order: a letter that names them all names them all. */
const signaturesOf = ({ signatures }: LockContent): string => signatures.map(signatureText).toSorted().join()

export function filesIn({ rows }: LockContent, kind: DocumentKind, senderSignatureId: string | null): string {
  const row = rows.find((candidate) => candidate.kind === kind && candidate.senderSignatureId === senderSignatureId)
  return (row?.pages ?? []).map(({ fileId }) => fileId).join()
}
