import 'server-only'
import { issueFirstAdministratorLink } from '@/lib/staff/issue-first-administrator-link'
import { openPortal } from './portal/open'
import { prepareInstallation } from './start/prepare-installation'
import { type OnStop, printLine, runService } from './start/run-program'
import { showFirstLink } from './start/show-first-link'
import { singleInstance } from './start/single-instance'

const start = async (onStop: OnStop) => {
  const settings = await prepareInstallation(onStop, singleInstance(onStop))
  const { url } = await issueFirstAdministratorLink()
  await openPortal(settings, onStop)
  await showFirstLink(url, { dataFolder: settings.ZHUNXIN_DATA, onStop })
  printLine(`Ready at ${settings.ZHUNXIN_URL.origin}`)
}

runService(start, { isLogged: true })
