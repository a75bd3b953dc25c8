import { code, codes, count, event, id, instant } from '../define'

export const ACCESS_EVENTS = [
  /**
   * An export without an action, qualification or actor is about all of them. `rows` is null for a long list that is
   * sent at once: its end counts them. Since version 3 each has an `exportId`, the subject of its end.
   */
  event(
    'audit.exported',
    'AUDIT_LOG',
    {
      format: code('asItIs'),
      rows: count.nullable(),
      from: instant.nullable(),
      to: instant.nullable(),
      actions: codes('event'),
      qualificationId: id.nullable(),
      actorId: id.nullable(),
      exportId: id,
    },
    3,
  ),
  /** Someone had the log itself verified, and what came of it: `findings` is 0 when all is well. */
  event('audit.verification_asked', 'AUDIT_LOG', { verificationId: id }),
  event('audit.verified', 'AUDIT_LOG', { verificationId: id, size: count, findings: count }),
  /** Someone tried what they may not, or what was not legal then. The first of its kind in a minute. */
  event('act.refused', null, { act: code('act'), code: code('refusal') }),
  /**
   * Counts how often the same act was refused in that minute, if more than once. `accountId` since version 2: a test
   * account, if they were about such.
   */
  event(
    'act.refusals_counted',
    null,
    { act: code('act'), code: code('refusal'), minute: instant, count, accountId: id.nullable() },
    2,
  ),
] as const
