import { firstLinkOf } from '@/tests/setup/first-link'
import { startSystem } from '@/tests/setup/system'
import { PORTAL_LOG, startRecords } from './records'

/** Starts the portal that the specs share, with the most detailed log. */
export default async function globalSetup() {
  startRecords()
  const system = await startSystem({ LOG_LEVEL: 'debug', WEBHOOKS_TO_LOOPBACK: '1' }, { log: PORTAL_LOG })
  process.env.E2E_ADMINISTRATOR_LINK = await firstLinkOf(system.portal)
  return () => system.stop()
}
