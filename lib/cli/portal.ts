import 'server-only'
import { issueFirstAdministratorLink } from '@/lib/staff/issue-first-administrator-link'
import { openPortal } from './portal/open'
import { prepareInstallation } from './start/prepare-installation'
import { type OnStop, printLine, runService } from './start/run-program'
import { singleInstance } from './start/single-instance'

const start = async (onStop: OnStop) => {
  const settings = await prepareInstallation(onStop, singleInstance(onStop))
  const link = await issueFirstAdministratorLink()
  await openPortal(settings, onStop)
  if (link.url) printLine(`There is no administrator yet. This link creates one and works once: ${link.url}`)
  printLine(`Ready at ${settings.ZHUNXIN_URL.origin}`)
}

runService(start, { isLogged: true })
