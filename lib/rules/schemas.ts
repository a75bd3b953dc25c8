import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { RuleKind } from '@/lib/db/generated/enums'

const version = z.string().max(64)

export const BeginRuleDraftInput = z.object({ kind: z.enum(RuleKind), basedOn: version })
export type BeginRuleDraftInput = z.output<typeof BeginRuleDraftInput>

/** Which draft, and as whom it was seen: `edits` grows with each saved change. */
const seen = { draftId: IdText, edits: z.coerce.number().int().nonnegative() }

export const RuleDraftInput = z.object(seen)
export type RuleDraftInput = z.output<typeof RuleDraftInput>

export type SaveRuleDraftInput = RuleDraftInput & { content: unknown }
