import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DraftContent } from './answers'
import { holds } from './conditions'
import type { DocumentSlot, FieldGroup, KindRules, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'

/** A slot as asked of this applicant: `senderSignatureId` says whose evidence it takes. */
export type AskedSlot = { slot: DocumentSlot; senderSignatureId: string | null }

/** The groups, and in them the fields, that these answers lead to. */
export function askedGroups(rulebook: Rulebook, content: Pick<DraftContent, 'kind' | 'fields'>): FieldGroup[] {
  return rulesFor(rulebook, content.kind)
    .groups.filter((group) => holds(group.when, content.fields))
    .map((group) => ({ ...group, fields: group.fields.filter((field) => holds(field.when, content.fields)) }))
    .filter((group) => group.fields.length > 0)
}

/**
 * The document slots that these answers lead to, in the rulebook's order; evidence once for each signature that needs
 * it. `restsOn` is complete: what rests on a field by other answers alone is in it.
 */
export function askedSlots(rulebook: Rulebook, content: DraftContent): AskedSlot[] {
  const rules = rulesFor(rulebook, content.kind)
  return rules.documents
    .filter((slot) => holds(slot.when, content.fields) && hasPage(rules, slot, content))
    .map((slot) => ({ ...slot, restsOn: restingOn(slot, content) }))
    .flatMap((slot): AskedSlot[] =>
      slot.eachSignature
        ? signaturesWithEvidence(rules, content).map(({ id }) => ({ slot, senderSignatureId: id }))
        : [{ slot, senderSignatureId: null }],
    )
}

/** One slot, if these answers lead to it: what an upload asks before it takes a byte. */
export function askedSlot(
  rulebook: Rulebook,
  content: DraftContent,
  kind: DocumentKind,
  senderSignatureId: string | null,
): DocumentSlot | undefined {
  return askedSlots(rulebook, content).find(
    (asked) => asked.slot.kind === kind && asked.senderSignatureId === senderSignatureId,
  )?.slot
}

/** How many files stand in a slot. */
export function fileCount(content: DraftContent, kind: DocumentKind, senderSignatureId: string | null): number {
  const held = content.documents.find((held) => held.kind === kind && held.senderSignatureId === senderSignatureId)
  return held?.fileCount ?? 0
}

function restingOn({ restsOn, restsOnWhen = [] }: DocumentSlot, { fields }: DraftContent): string[] {
  return [...restsOn, ...restsOnWhen.filter(({ when }) => holds(when, fields)).flatMap(({ keys }) => keys)]
}

/** Before a type is chosen the first one offered stands for it, so that the list of what to prepare is never empty. */
function hasPage(rules: KindRules, { idPage }: DocumentSlot, content: DraftContent): boolean {
  if (!idPage) return true
  const chosen = rules.idTypes.find(({ type }) => type === content.fields[idPage.field]) ?? rules.idTypes[0]
  return chosen?.pages.includes(idPage.page) ?? false
}

function signaturesWithEvidence(rules: KindRules, content: DraftContent): DraftContent['signatures'] {
  const needing = new Set(rules.signatures.sources.filter((rule) => rule.needsEvidence).map((rule) => rule.source))
  return content.signatures.filter(({ source }) => needing.has(source))
}

/** All that a slot can rest on, whatever the answers. */
export function mayRestOn({ restsOn, restsOnWhen = [] }: DocumentSlot): string[] {
  return [...new Set([...restsOn, ...restsOnWhen.flatMap(({ keys }) => keys)])]
}
