import { z } from 'zod'
import { code, codes, count, digest, event } from '../define'

/**
 * Lists the events of versions of requirements, of reasons and of letters. `digest`: SHA-256 of the content as
 * canonical JSON. `requiredFrom`: the day from which older letters are not accepted.
 */
export const RULE_EVENTS = [
  event('rules.draft_begun', 'RULES', { kind: code('rules'), version: code('asItIs'), basedOn: code('asItIs') }),
  event('rules.draft_saved', 'RULES', { kind: code('rules'), version: code('asItIs'), edits: count, digest }),
  event('rules.draft_discarded', 'RULES', { kind: code('rules'), version: code('asItIs'), edits: count }),
  event(
    'rules.published',
    'RULES',
    {
      kind: code('rules'),
      version: code('asItIs'),
      basedOn: code('asItIs'),
      edits: count,
      digest,
      requiredFrom: z.iso.date().nullable(),
    },
    2,
  ),
  /**
   * An administrator entered who runs the portal. `digest` is of the row of this edition, and so many signed letters of
   * open applications became void.
   */
  event('operator.entered', null, { edition: count, changed: codes('operatorField'), voided: count, digest }),
] as const
