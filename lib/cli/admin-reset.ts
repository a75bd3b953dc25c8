import 'server-only'
import { EmailAddress } from '@/lib/accounts/schemas'
import { DomainError } from '@/lib/core/errors'
import { completeRemovalOf } from '@/lib/staff/complete-removals'
import { issueAdministratorLink } from '@/lib/staff/issue-administrator-link'
import { prepareInstallation } from './start/prepare-installation'
import { printLine, runCommand, StartRefusal } from './start/run-program'

const USAGE = 'npm run admin:reset [-- EMAIL], or npm run admin:reset -- --confirm EMAIL'

const BECAUSE = {
  NONE: 'There is no such administrator who is active or blocked.',
  SEVERAL: `There are several administrators: name the one who lost access. ${USAGE}`,
} as const

runCommand(async (onStop) => {
  const given = process.argv.slice(2)
  const isConfirming = given[0] === '--confirm'
  const email = emailIn(isConfirming ? given.slice(1) : given)
  if (isConfirming && email === null) throw new StartRefusal(USAGE)
  await prepareInstallation(onStop)
  if (isConfirming && email !== null) await confirm(email)
  else await reset(email)
  return 0
})

async function reset(email: string | null): Promise<void> {
  const issued = await issueAdministratorLink(email)
  if (issued.url === null) throw new StartRefusal(BECAUSE[issued.because])
  printLine(issued.url)
  printLine('Works once, for 30 minutes: sets a new password, and takes the second factors away.')
  printLine('A block of this administrator is lifted, and a removal that waited for them has ended.')
}

async function confirm(email: string): Promise<void> {
  const isDone = await completeRemovalOf(email).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
    throw new StartRefusal(`What was requested no longer fits the person (${error.code}): have it requested again.`)
  })
  if (!isDone) {
    throw new StartRefusal('No removal waits for this person: an administrator requests it on the page People first.')
  }
  printLine('Done: the removal that waited for this person is effective.')
}

function emailIn([given, ...more]: string[]): string | null {
  if (given === undefined) return null
  const email = EmailAddress.safeParse(given)
  if (!email.success || more.length > 0) throw new StartRefusal(USAGE)
  return email.data
}
