import { z } from 'zod'
import { code, count, event, id, instant } from '../define'

export const ACCESS_EVENTS = [
  /** No action, qualification or actor: of all of them. So many rows were there. */
  event(
    'audit.exported',
    'AUDIT_LOG',
    {
      format: code,
      rows: count,
      from: instant.nullable(),
      to: instant.nullable(),
      actions: z.array(code),
      qualificationId: id.nullable(),
      actorId: id.nullable(),
      exportId: id.nullable(),
    },
    2,
  ),
  /** Someone had the log itself verified, and what came of it: `findings` is 0 when all is well. */
  event('audit.verification_asked', 'AUDIT_LOG', { verificationId: id }),
  event('audit.verified', 'AUDIT_LOG', { verificationId: id, size: count, findings: count }),
  /** Someone tried what they may not, or what was not legal then. The first of its kind in a minute. */
  event('act.refused', null, { act: code, code }),
  /** How often the same was refused in that minute in all, when more than once. */
  event('act.refusals_counted', null, { act: code, code, minute: instant, count }),
] as const
