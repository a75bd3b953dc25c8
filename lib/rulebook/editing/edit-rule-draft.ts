import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { LetterTexts } from '../letters/letter-text'
import { ReasonCatalogue } from '../reason-catalogue'
import { Rulebook } from '../rulebook'
import type { RuleContents } from './contents'
import { findDraft } from './drafts'
import { withDocuments, withFields, withRetention, withSignatures, withTerms } from './edit-rulebook'
import type { EditRuleDraftInput, RuleEdit } from './edit-schemas'
import { withLetter, withReason } from './edit-words'
import { requireRuleManager } from './policy'
import { saveRuleDraft } from './save-rule-draft'

/** Names the kind of rules to which each part of an editor belongs. */
const KIND_OF: Readonly<Record<RuleEdit['part'], RuleKind>> = {
  TERMS: 'RULEBOOK',
  RETENTION: 'RULEBOOK',
  FIELDS: 'RULEBOOK',
  DOCUMENTS: 'RULEBOOK',
  SIGNATURES: 'RULEBOOK',
  REASON: 'REASONS',
  LETTER: 'LETTERS',
}

/**
 * Saves one part of a draft, as a form sent it; the other parts stay, with the changes of other people.
 *
 * @throws DomainError as saveRuleDraft does
 */
export async function editRuleDraft(actor: PersonActor, input: EditRuleDraftInput) {
  const { draftId, overwrite, edit } = input
  requireRuleManager(actor, draftId)
  const seen = { draftId, edits: overwrite ? null : input.edits }
  const { kind, content, edits } = await findDraft(database(), seen)
  if (KIND_OF[edit.part] !== kind) throw new DomainError('INVALID_INPUT', 'Of another kind', { subjectId: draftId })
  return saveRuleDraft(actor, { draftId, edits, content: applyEdit(content, edit) })
}

function applyEdit(content: unknown, edit: RuleEdit): RuleContents[RuleKind] {
  switch (edit.part) {
    case 'TERMS':
      return withTerms(Rulebook.parse(content), edit)
    case 'RETENTION':
      return withRetention(Rulebook.parse(content), edit)
    case 'FIELDS':
      return withFields(Rulebook.parse(content), edit)
    case 'DOCUMENTS':
      return withDocuments(Rulebook.parse(content), edit)
    case 'SIGNATURES':
      return withSignatures(Rulebook.parse(content), edit)
    case 'REASON':
      return withReason(ReasonCatalogue.parse(content), edit)
    case 'LETTER':
      return withLetter(LetterTexts.parse(content), edit)
  }
}
