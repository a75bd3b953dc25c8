import 'server-only'
import { issueAdministratorLink } from '@/lib/accounts/issue-administrator-link'
import { EmailAddress } from '@/lib/accounts/schemas'
import { layFoundation } from './start/foundation'
import { once, StartRefusal, say } from './start/life'

const USAGE = 'npm run admin:reset [-- EMAIL]'

const BECAUSE = {
  NONE: 'There is no such administrator who may sign in.',
  SEVERAL: `There are several administrators: one of them resets the other’s second factor, or name one. ${USAGE}`,
} as const

once(async (onStop) => {
  const email = emailIn(process.argv.slice(2))
  await layFoundation(onStop)
  const issued = await issueAdministratorLink(email)
  if (issued.url === null) throw new StartRefusal(BECAUSE[issued.because])
  say(issued.url)
  say('Works once, for 30 minutes: sets a new password, and takes the second factors away.')
  return 0
})

function emailIn([given, ...more]: string[]): string | null {
  if (given === undefined) return null
  const email = EmailAddress.safeParse(given)
  if (!email.success || more.length > 0) throw new StartRefusal(USAGE)
  return email.data
}
