import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { type ActionAnswer, callAction, cookieFor } from './http'

/** Makes a draft, and the cookie of its owner. */
export async function aDraftAndItsOwner(): Promise<{ cookie: string; qualificationId: string }> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  return { cookie: `${name}=${value}`, qualificationId: (await aDraft({ ...actor, accountId })).id }
}

/** Sends the form of staff sign-in. */
export const signInStaff = (portal: string, email: string, password: string): Promise<ActionAnswer> =>
  callAction(
    portal,
    'app/(auth)/staff/sign-in/actions.ts#signIn',
    [
      ['email', email],
      ['password', password],
    ],
    { page: '/staff/sign-in' },
  )

/** Withdraws a qualification, from another page than its own, so that the framework has to load that page. */
export const withdraw = (portal: string, qualificationId: string, cookie: string): Promise<ActionAnswer> =>
  callAction(
    portal,
    'app/(applicant)/qualifications/[qualificationId]/actions.ts#withdraw',
    [['qualificationId', qualificationId]],
    { cookie },
  )
