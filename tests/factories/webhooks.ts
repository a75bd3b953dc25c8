import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { CHOOSABLE } from '@/lib/integrations/webhooks/choices'
import { createEndpoint } from '@/lib/integrations/webhooks/create-endpoint'
import type { CreateEndpointInput } from '@/lib/integrations/webhooks/schemas'
import { anAdministrator } from './people'

type Given = Partial<CreateEndpointInput> & { by?: PersonActor }

/** Adds an endpoint by the verb, for every event unless others are given; `url` may be one that only tests send to. */
export async function anEndpoint({ url, by, ...given }: Given = {}): Promise<{ id: string; secret: string }> {
  const made = await createEndpoint(by ?? (await anAdministrator()), {
    ...{ url: 'https://console.invalid/hook', description: '控制台', isTest: false, events: [...CHOOSABLE], ...given },
  })
  if (url) await database().webhookEndpoint.update({ where: { id: made.id }, data: { url } })
  return made
}
