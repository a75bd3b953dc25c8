'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { createEndpoint } from '@/lib/integrations/webhooks/create-endpoint'
import { editEndpoint } from '@/lib/integrations/webhooks/edit-endpoint'
import { removeEndpoint } from '@/lib/integrations/webhooks/remove-endpoint'
import { rotateSecret } from '@/lib/integrations/webhooks/rotate-secret'
import {
  CreateEndpointInput,
  DeliveryInput,
  EditEndpointInput,
  EndpointInput,
  RotateSecretInput,
  TurnEndpointInput,
} from '@/lib/integrations/webhooks/schemas'
import { sendAgain } from '@/lib/integrations/webhooks/send-again'
import { sendTest } from '@/lib/integrations/webhooks/send-test'
import { turnEndpoint } from '@/lib/integrations/webhooks/turn-endpoint'
import { formAction } from '@/lib/web/actions/form-action'

const LIST = '/integrations/webhooks'

/** Adds an endpoint. Only this answer contains its secret. */
export const create = formAction('webhook.create', CreateEndpointInput, async (actor, input) => {
  const { id, secret } = await createEndpoint(actor, input)
  revalidatePath(LIST)
  return { id, secret, name: input.description }
})

export const edit = formAction('webhook.edit', EditEndpointInput, async (actor, input) => {
  await editEndpoint(actor, input)
  revalidatePath(`${LIST}/${input.endpointId}`)
})

/** Makes a new secret. Only this answer contains it. */
export const rotate = formAction('webhook.rotate', RotateSecretInput, async (actor, input) => {
  const { secret } = await rotateSecret(actor, input)
  revalidatePath(`${LIST}/${input.endpointId}`)
  return { secret }
})

export const setState = formAction('webhook.turn', TurnEndpointInput, async (actor, input) => {
  await turnEndpoint(actor, input)
  revalidatePath(`${LIST}/${input.endpointId}`)
  return { to: input.to }
})

export const test = formAction('webhook.test', EndpointInput, async (actor, input) => {
  await sendTest(actor, input)
  revalidatePath(`${LIST}/${input.endpointId}`)
})

export const resend = formAction('webhook.send_again', DeliveryInput, async (actor, input) => {
  await sendAgain(actor, input)
  revalidatePath(`${LIST}/${input.endpointId}`)
})

export const remove = formAction('webhook.remove', EndpointInput, async (actor, input) => {
  await removeEndpoint(actor, input)
  revalidatePath(LIST)
  redirect(LIST)
})
