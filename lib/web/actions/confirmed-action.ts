import 'server-only'
import { z } from 'zod'
import type { Confirm, ConfirmedAct } from '@/lib/accounts/confirmed-act'
import { PasskeyInput, SignInCodeText } from '@/lib/accounts/schemas'
import type { PersonActor } from '@/lib/actor/actor'
import type { FormAction } from '@/lib/core/forms/action-result'
import type { Confirmed } from '@/lib/core/forms/confirmed'
import { valuesSent } from '@/lib/core/forms/sent-values'
import { sendOwnCode } from '@/lib/sign-in/codes/own-phone'
import { confirmBy, hasOwnPasskey } from '@/lib/sign-in/confirm-act'
import { readBrowser, storeBrowser } from '../cookies/code-browser'
import { type ForBrowser, signInWith } from '../session'
import { formAction } from './form-action'

const Confirmation = z.object({ code: SignInCodeText.optional(), response: PasskeyInput.shape.response.optional() })

type Run<S extends z.ZodType, T> = (
  actor: PersonActor,
  input: z.output<S>,
  confirm: Confirm,
) => Promise<{ value: T; session: ForBrowser }>

/**
 * Makes an action of applicants that is confirmed each time (decision 106). The form is sent twice: at first it has the
 * intent `start`, and a code is sent, unless the person may prefer a passkey; `send` sends one in any case. Then it
 * comes with what confirms it, and is checked and done in that one request.
 */
export function confirmedAction<S extends z.ZodType, T>(
  name: string,
  act: ConfirmedAct,
  schema: S,
  run: Run<S, T>,
): FormAction<Confirmed<T>> {
  const ask = (hasChoice: boolean) =>
    formAction('own_code.send', schema, async (actor, _input, { address }) => {
      const mayChoose = hasChoice && (await hasOwnPasskey(actor))
      if (!mayChoose) await sendOwnCode(actor, { act, address, browser: await storeBrowser() })
      return { isSent: !mayChoose }
    })
  const [start, send] = [ask(true), ask(false)]
  const confirmed = formAction(name, schema.and(Confirmation), async (actor, input, { address }) => {
    const { code, response } = input as z.output<typeof Confirmation>
    const confirm = confirmBy(actor, { code, response, address, browser: await readBrowser() })
    const { value, session } = await run(actor, input as z.output<S>, confirm)
    await signInWith(session)
    return { step: 'DONE' as const, value }
  })
  return async (previous, form) => {
    const intent = form.get('intent')
    if (intent !== 'start' && intent !== 'send') return confirmed(previous, form)
    const asked = await (intent === 'start' ? start : send)(previous, form)
    if (!asked.ok) return asked
    return { ok: true, value: { step: 'CONFIRM', isSent: asked.value.isSent, sent: valuesSent(form) } }
  }
}
