'use server'

import { AddPasskeyInput, TotpCodeInput } from '@/lib/accounts/schemas'
import { addPasskey as add, offerPasskey as offer } from '@/lib/sign-in/factors/add-passkey'
import { setUpTotp } from '@/lib/sign-in/factors/set-up-totp'
import { sessionAction } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'
import { added, Nothing } from './settle'

export const addTotp = sessionAction('factor.add_totp', TotpCodeInput, async (session, { code }, { address }) =>
  added(await setUpTotp(session, { code, address, device: await readDevice() })),
)

export const offerPasskey = sessionAction('factor.offer_passkey', Nothing, (session, _input, { address }) =>
  offer(session, address),
)

export const addPasskey = sessionAction('factor.add_passkey', AddPasskeyInput, async (session, input) =>
  added(await add(session, { ...input, device: await readDevice() })),
)
