import type { ErrorCode } from '../errors'

type Value = FormDataEntryValue
export type Sent = Record<string, Value | Value[]>

export type ActionFailure = {
  ok: false
  /** `UNEXPECTED` is a bug; `CONNECTION_LOST` is said by the browser, which got no answer. */
  error: ErrorCode | 'UNEXPECTED' | 'CONNECTION_LOST'
  params: Record<string, string | number>
  /** The values that were sent: React empties a form after its action, and nothing typed may be lost. */
  sent: Sent
  fields: Record<string, string[] | undefined>
}

/**
 * A form's action answers with this: components show it. Only `lib/web` makes it, and `useFormAction` where no answer
 * came.
 */
export type ActionResult<T> = { ok: true; value: T } | ActionFailure

/** Describes a form's action as `useActionState` calls it. */
export type FormAction<T> = (previous: unknown, form: FormData) => Promise<ActionResult<T>>
