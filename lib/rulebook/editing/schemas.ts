import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { RuleKind } from '@/lib/db/generated/enums'

const version = z.string().max(64)

export const StartRuleDraftInput = z.object({ kind: z.enum(RuleKind), basedOn: version })
export type StartRuleDraftInput = z.output<typeof StartRuleDraftInput>

/** The draft, and the state in which it was seen: `edits` grows with each saved change. */
const seen = { draftId: IdText, edits: z.coerce.number().int().nonnegative() }

export const RuleDraftInput = z.object(seen)
export type RuleDraftInput = z.output<typeof RuleDraftInput>

/** A publication of letters says from which day (YYYY-MM-DD in Shanghai) older ones are not accepted. */
export const PublishRuleDraftInput = z.object({
  ...seen,
  requiredFrom: z.union([z.literal(''), z.iso.date()]).default(''),
})
export type PublishRuleDraftInput = RuleDraftInput & { requiredFrom?: string }

export type SaveRuleDraftInput = RuleDraftInput & { content: unknown }
