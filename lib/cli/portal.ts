import 'server-only'
import { issueFirstAdministratorLink } from '@/lib/accounts/issue-first-administrator-link'
import { openPortal } from './portal/open'
import { layFoundation } from './start/foundation'
import { live, type OnStop, say } from './start/life'
import { onlyOne } from './start/only-one'

const start = async (onStop: OnStop) => {
  const settings = await layFoundation(onStop, onlyOne(onStop))
  const link = await issueFirstAdministratorLink()
  await openPortal(settings, onStop)
  if (link.url) say(`There is no administrator yet. This link makes one, once: ${link.url}`)
  say(`Ready at ${settings.ZHUNXIN_URL.origin}`)
}

live(start, { isLogged: true })
