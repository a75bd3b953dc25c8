import * as confirm from '@/app/_components/confirm/actions'
import { continueWithPhone } from '@/app/(auth)/_phone/actions'
import { readStart } from '@/app/(auth)/_phone/read-start'
import { signIn as byPassword } from '@/app/(auth)/sign-in/password/actions'
import { signIn as byEmail, byPasskey, startPasskey } from '@/app/(auth)/staff/sign-in/actions'
import { textOf } from '@/components/forms/text-of'
import { DomainError } from '@/lib/core/errors'
import type { FormAction } from '@/lib/core/forms/action-result'
import { IdText } from '@/lib/core/id-text'
import { sentForm } from '@/lib/web/plain-form'
import { publicRoute } from '@/lib/web/route'
import { currentActor, requireSession } from '@/lib/web/session'

type Act = (form: FormData, as: string) => Promise<unknown>

/** Lists the acts of a sign-in by phone that a dialog offers: the rest has pages of its own. */
const OF_THE_DIALOG = ['send', 'verify', 'confirm', 'passkey', 'change']

const act =
  (action: FormAction<unknown>): Act =>
  (form) =>
    action(null, form)

/** The second factor is given in the session that the first one started in this browser. */
const second =
  (action: FormAction<unknown>): Act =>
  async (form, as) => {
    refuseOthers(await requireSession(), as)
    return action(null, form)
  }

const ACTS = new Map<string, Act>([
  [
    'phone',
    async (form) => {
      if (!OF_THE_DIALOG.includes(textOf(form.get('intent'))))
        throw new DomainError('INVALID_INPUT', 'Has its own page')
      return continueWithPhone(await readStart(), form)
    },
  ],
  ['password', act(byPassword)],
  ['passkey-options', act(startPasskey)],
  ['staff', act(byEmail)],
  ['staff-passkey', act(byPasskey)],
  ['totp', second(confirm.byTotp)],
  ['recovery-code', second(confirm.byRecoveryCode)],
  ['second-passkey-options', second(confirm.startPasskey)],
  ['second-passkey', second(confirm.byPasskey)],
  // Asked when somebody returns to the page, after they signed in elsewhere.
  ['check', async (_form, as) => ({ ok: true, value: refuseOthers(await currentActor(), as) !== null })],
])

function refuseOthers<A extends { id: string }>(session: A | null, as: string): A | null {
  if (session && session.id !== as) throw new DomainError('OTHER_PERSON', 'The page was opened by someone else')
  return session
}

/**
 * Does an act of signing in for a page that stays open. They are the actions of the sign-in pages: an action that sets
 * a cookie has the framework draw its page again, and one without a session would be left, with all that was typed.
 */
export const POST = publicRoute<{ act: string }>('sign_in.in_place', async (_visitor, request, params) => {
  const run = ACTS.get(params.act)
  if (!run) throw new DomainError('NOT_FOUND', 'No such act')
  const form = await sentForm(request)
  const as = IdText.safeParse(form.get('as'))
  if (!as.success) throw new DomainError('INVALID_INPUT', 'Whose page it is, is missing')
  form.delete('next') // nothing here leads elsewhere
  return Response.json(await run(form, as.data), { headers: { 'Cache-Control': 'no-store' } })
})
