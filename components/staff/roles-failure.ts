import type { ActionResult } from '@/lib/core/forms/action-result'

/** Returns whether a form of roles came back because none was chosen, and what was chosen in it. */
export function rolesFailure(result: ActionResult<unknown> | null) {
  if (!result || result.ok) return { isRoleMissing: false, sent: null }
  const sent = [result.sent.roles ?? []].flat().map(String)
  return { isRoleMissing: Boolean(result.fields.roles), sent }
}
