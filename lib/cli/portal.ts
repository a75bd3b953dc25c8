import 'server-only'
import { issueFirstAdministratorLink } from '@/lib/accounts/issue-first-administrator-link'
import { openPortal } from './portal/open'
import { layFoundation } from './start/foundation'
import { live, say } from './start/life'
import { onlyOne } from './start/only-one'

live(async (onStop) => {
  const settings = await layFoundation(onStop, onlyOne(onStop))
  const link = await issueFirstAdministratorLink()
  await openPortal(settings, onStop)
  if (link.url) say(`There is no administrator yet. This link makes one, once:\n\n    ${link.url}\n`)
  say(`Ready at ${settings.ZHUNXIN_URL.origin}`)
})
