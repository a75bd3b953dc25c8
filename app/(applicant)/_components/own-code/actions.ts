'use server'

import { z } from 'zod'
import { requestOwnPasskey } from '@/lib/sign-in/confirm-act'
import { formAction } from '@/lib/web/actions/form-action'

export const startPasskey = formAction('own_code.ask_passkey', z.object({}), async (actor, _input, { address }) =>
  requestOwnPasskey(actor, address),
)
