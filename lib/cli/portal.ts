import 'server-only'
import { issueFirstAdministratorLink } from '@/lib/accounts/issue-first-administrator-link'
import { messagingMode } from '@/lib/messaging/mode'
import { startWorker } from '@/lib/worker/start-worker'
import { servePortal } from './portal/serve'
import { layFoundation } from './start/foundation'
import { live, say } from './start/life'
import { onlyOne } from './start/only-one'

live(async (onStop) => {
  const settings = await layFoundation(onStop, onlyOne(onStop))
  const link = await issueFirstAdministratorLink()
  if (settings.ZHUNXIN_WORKER === 'portal') {
    const worker = await startWorker()
    onStop(() => worker.stop())
  }
  await servePortal(settings, onStop)
  if (messagingMode() === 'outbox') {
    say('!! No SMS gateway is configured: no message leaves, codes included.')
    say(`!! Whoever is on this machine reads them all at ${new URL('/dev/outbox', settings.ZHUNXIN_URL)}`)
  }
  if (link.url) say(`There is no administrator yet. This link makes one, once:\n\n    ${link.url}\n`)
  say(`Ready at ${settings.ZHUNXIN_URL.origin}`)
})
