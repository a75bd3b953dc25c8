import { startSystem } from '@/tests/setup/system'
import { beginRecords, PORTAL_LOG } from './records'

/** The portal that the specs share; everything that it could say, it says. */
export default async function globalSetup() {
  beginRecords()
  const system = await startSystem({ LOG_LEVEL: 'debug' }, { log: PORTAL_LOG })
  const [, link = ''] = await system.portal.said(/(http:\/\/\S+\/invitations\/[\w-]+)/)
  process.env.E2E_ADMINISTRATOR_LINK = link
  return () => system.stop()
}
