'use server'

import { revalidatePath } from 'next/cache'
import { createApiKey } from '@/lib/integrations/create-api-key'
import { addReturnAddress } from '@/lib/integrations/return-addresses/add-return-address'
import { removeReturnAddress } from '@/lib/integrations/return-addresses/remove-return-address'
import { AddReturnAddressInput, RemoveReturnAddressInput } from '@/lib/integrations/return-addresses/schemas'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { CreateApiKeyInput, RevokeApiKeyInput } from '@/lib/integrations/schemas'
import { formAction } from '@/lib/web/actions/form-action'

/** Makes a key. Only this answer contains it. */
export const create = formAction('api_key.create', CreateApiKeyInput, async (actor, input) => {
  const { id, secret } = await createApiKey(actor, input)
  revalidatePath('/integrations')
  return { id, secret, name: input.name }
})

export const revoke = formAction('api_key.revoke', RevokeApiKeyInput, async (actor, input) => {
  await revokeApiKey(actor, input)
  revalidatePath('/integrations')
})

export const addAddress = formAction('return_address.add', AddReturnAddressInput, async (actor, input) => {
  const { id, origin, pathPrefix } = await addReturnAddress(actor, input)
  revalidatePath('/integrations')
  return { id, address: origin + pathPrefix }
})

export const removeAddress = formAction('return_address.remove', RemoveReturnAddressInput, async (actor, input) => {
  await removeReturnAddress(actor, input)
  revalidatePath('/integrations')
})
