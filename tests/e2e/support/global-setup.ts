import { mkdirSync, writeFileSync } from 'node:fs'
import { startSystem } from '@/tests/setup/system'

/** What the portal said during the run; read by the spec that looks for personal values in it. */
const LOG = 'test-results/portal.log'

export default async function globalSetup() {
  const system = await startSystem({ LOG_LEVEL: 'debug' })
  const [, link = ''] = await system.portal.said(/(http:\/\/\S+\/invitations\/\S+)/)
  process.env.E2E_ADMINISTRATOR_LINK = link
  return async () => {
    mkdirSync('test-results', { recursive: true })
    writeFileSync(LOG, system.portal.output())
    await system.stop()
  }
}
