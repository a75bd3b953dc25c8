import type { PhoneState } from '@/app/(auth)/_phone/phone-state'
import type { ErrorCode } from '@/lib/core/errors'
import type { ActionResult, FormAction } from '@/lib/core/forms/action-result'

/** Holds what the portal answers: the result of a form's action, or the next step of a sign-in by phone. */
export type Answer = { ok?: boolean; error?: string; value?: unknown; failure?: PhoneState['failure'] }

export type Send = <T>(act: string) => FormAction<T>

/**
 * A proxy answers for a portal that is away: `components/forms/connection-lost.ts` takes this for a lost connection.
 */
const noAnswer = () => {
  throw new TypeError('Network error')
}

/**
 * Returns what sends a form of the dialog to `/api/sign-in/…`, in the name of the person whose page it is over.
 *
 * @param onAnswer gets the act and the error of each answer
 */
export function sendingAs(person: string, onAnswer: (act: string, error: string | undefined) => void): Send {
  return <T>(act: string): FormAction<T> =>
    async (_previous, form) => {
      form.set('as', person)
      const response = await fetch(`/api/sign-in/${act}`, { method: 'POST', body: form })
      const answer = response.ok
        ? await response.json().catch(noAnswer)
        : refusalOf(await response.json().catch(noAnswer))
      const { error, failure } = answer as Answer
      onAnswer(act, error ?? failure?.error)
      return answer as ActionResult<T>
    }
}

function refusalOf({
  code,
  params,
}: {
  code: ErrorCode
  params: Record<string, string | number>
}): ActionResult<never> {
  return { ok: false, error: code, params, sent: {}, fields: {} }
}
