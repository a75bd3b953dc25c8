import type { Reading } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DraftContent } from './answers'
import { holds } from './conditions'
import type { DocumentSlot, FieldGroup, KindRules, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'

/** A slot that this applicant has: `senderSignatureId` is the signature that it has evidence of. */
export type RequiredSlot = { slot: DocumentSlot; senderSignatureId: string | null }

/** Holds a slot with what a machine read of its pages, in their order. The caller may know more about each page. */
export type ReadSlot<Page extends Reading = Reading> = RequiredSlot & { pages: readonly Page[] }

/** Returns the groups that these answers require, with their required fields. */
export function requiredGroups(rulebook: Rulebook, content: Pick<DraftContent, 'kind' | 'fields'>): FieldGroup[] {
  return rulesFor(rulebook, content.kind)
    .groups.filter((group) => holds(group.when, content.fields))
    .map((group) => ({ ...group, fields: group.fields.filter((field) => holds(field.when, content.fields)) }))
    .filter((group) => group.fields.length > 0)
}

/**
 * Returns the document slots that these answers require, in the rulebook's order; evidence once for each signature that
 * needs it. `restsOn` is complete: it includes the dependencies that other answers add.
 */
export function requiredSlots(rulebook: Rulebook, content: DraftContent): RequiredSlot[] {
  const rules = rulesFor(rulebook, content.kind)
  return rules.documents
    .filter((slot) => holds(slot.when, content.fields) && hasPage(rules, slot, content))
    .map((slot) => ({ ...slot, restsOn: restingOn(slot, content) }))
    .flatMap((slot): RequiredSlot[] =>
      slot.eachSignature
        ? signaturesWithEvidence(rules, content).map(({ id }) => ({ slot, senderSignatureId: id }))
        : [{ slot, senderSignatureId: null }],
    )
}

/** Returns one slot if these answers require it. An upload checks this before it reads a byte. */
export function requiredSlot(
  rulebook: Rulebook,
  content: DraftContent,
  kind: DocumentKind,
  senderSignatureId: string | null,
): DocumentSlot | undefined {
  return requiredSlots(rulebook, content).find(
    (required) => required.slot.kind === kind && required.senderSignatureId === senderSignatureId,
  )?.slot
}

export function fileCount(content: DraftContent, kind: DocumentKind, senderSignatureId: string | null): number {
  const held = content.documents.find((held) => held.kind === kind && held.senderSignatureId === senderSignatureId)
  return held?.fileCount ?? 0
}

function restingOn({ restsOn, restsOnWhen = [] }: DocumentSlot, { fields }: DraftContent): string[] {
  return [...restsOn, ...restsOnWhen.filter(({ when }) => holds(when, fields)).flatMap(({ keys }) => keys)]
}

/**
 * Returns whether the ID has the page. Until a type is chosen, the first offered one counts, so that the list of what
 * to prepare is never empty.
 */
function hasPage(rules: KindRules, { idPage }: DocumentSlot, content: DraftContent): boolean {
  if (!idPage) return true
  const chosen = rules.idTypes.find(({ type }) => type === content.fields[idPage.field]) ?? rules.idTypes[0]
  return chosen?.pages.includes(idPage.page) ?? false
}

function signaturesWithEvidence(rules: KindRules, content: DraftContent): DraftContent['signatures'] {
  const needing = new Set(rules.signatures.sources.filter((rule) => rule.needsEvidence).map((rule) => rule.source))
  return content.signatures.filter(({ source }) => needing.has(source))
}

/** Returns all that a slot can depend on, with any answers. */
export function mayRestOn({ restsOn, restsOnWhen = [] }: DocumentSlot): string[] {
  return [...new Set([...restsOn, ...restsOnWhen.flatMap(({ keys }) => keys)])]
}
