import type { ClientActor, PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { createHandover } from '@/lib/integrations/handovers/create-handover'
import { pressHandover } from '@/lib/integrations/handovers/press-handover'
import { CreateHandover } from '@/lib/integrations/handovers/schemas'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { aClient } from './api-keys'
import { anAddress, anAdministrator, aRegisteredApplicant } from './people'

/** Customers are returned to this address in tests. */
const CONSOLE = { origin: 'https://console.example.cn', pathPrefix: '/kyc/' }
export const RETURN_URL = `${CONSOLE.origin}${CONSOLE.pathPrefix}done`

/** Allows the address of tests, which they share. */
export async function aReturnAddress({ origin, pathPrefix } = CONSOLE): Promise<void> {
  const { id: createdById } = await anAdministrator()
  await database().returnAddress.createMany({ data: [{ origin, pathPrefix, createdById }], skipDuplicates: true })
}

/** Makes the client of a system that hands customers over, and may vouch for them. */
export const aConsole = (given: Parameters<typeof aClient>[0] = {}): Promise<ClientActor> =>
  aClient({ name: '云控制台', scopes: ['HANDOVERS_CREATE', 'HANDOVERS_VOUCH'], ...given })

type Given = { [field in keyof CreateHandover]?: unknown } & { client?: ClientActor }

/** Makes a hand-over of somebody's account; without anything given, of a new applicant's, to see what they have. */
export async function aHandover({
  client,
  of,
  ...given
}: Given & { of?: { accountId: string; phone: string }; [field: string]: unknown } = {}) {
  await aReturnAddress()
  const person = of ?? (await aRegisteredApplicant())
  const by = client ?? (await aConsole())
  const input = { account: person.accountId, phone: person.phone, purpose: 'SEE', returnUrl: RETURN_URL, ...given }
  const made = await createHandover(by, CreateHandover.parse(input))
  return { ...made, token: made.url.split('/').at(-1) ?? '', client: by, person }
}

/** Presses the button of a link, as a browser of nobody's unless somebody is given. */
export const press = (token: string, actor: PersonActor | null = null) =>
  pressHandover(actor, { token, address: anAddress() })

/** Returns a session that the platform vouched for, in an account that somebody belongs to. */
export async function aVouchedSession(of: { accountId: string; phone: string }) {
  const { token, id } = await aHandover({ of, vouch: true })
  const { session, secret } = await press(token)
  const actor = session && (await readSession(session.id))
  if (!actor) throw new Error('The session is not live')
  return { actor, secret, handoverId: id }
}
