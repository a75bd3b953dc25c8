import 'server-only'
import type { FormAction } from '@/lib/web/form-action'

/** A form that comes back is filled in again, but never with the password: it has no business in an answer. */
export function withoutPassword<T>(action: FormAction<T>): FormAction<T> {
  return async (previous, form) => {
    const result = await action(previous, form)
    if (result.ok) return result
    const { password: _, ...sent } = result.sent
    return { ...result, sent }
  }
}
