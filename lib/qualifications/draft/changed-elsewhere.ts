import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { Draft } from './draft'

/**
 * Returns the refusal of answers that another device changed, too. Its form names them as touched when it is sent
 * again: what is typed back would otherwise look unchanged, and be dropped without a word.
 */
export const changedElsewhere = (
  { qualification: { id: subjectId } }: Draft,
  answers: readonly string[],
): DomainError =>
  new DomainError('CONFLICT', 'Changed on another device', { subjectId, params: { answers: answers.join(',') } })
