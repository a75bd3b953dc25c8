import 'server-only'
import { DAY, dateIn } from '@/lib/core/clock'
import { disconnect } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { answerMemberInvitation } from '@/lib/members/answer-member-invitation'
import { inviteMember } from '@/lib/members/invite-member'
import { listInvitationsTo } from '@/lib/members/queries'
import { expireQualifications } from '@/lib/qualifications/expire-qualifications'
import { lapseDrafts } from '@/lib/qualifications/lapse-drafts'
import { remindOfDrafts } from '@/lib/qualifications/remind-of-drafts'
import { remindOfExpiry } from '@/lib/qualifications/remind-of-expiry'
import { lapseClaims } from '@/lib/review/lapse-claims'
import { setClockGoing, stopClock, windClockBack } from './clock'
import { hireStaff } from './joining'
import { tellOfLostPhone } from './lost-phone'
import { phoneNumber } from './numbers'
import type { Story } from './steps'
import { backgroundStories } from './stories/background'
import { shownStories } from './stories/shown'
import { Company, tell } from './telling'
import { Timeline } from './timeline'

/** Days before now on which the portal was opened. */
const BEGINNING = 62

type Telling = {
  /** Only those that show a state first. */
  isSmall: boolean
  /** Told after each story that has ended. */
  onProgress: (told: number, all: number) => void
}

/**
 * Fills an empty database with people and applications, all of them by the verbs that people act through, each at its
 * time in the past weeks. Returns how many stories were told.
 */
export async function seedDemo({ isSmall, onProgress }: Telling): Promise<number> {
  await setClockGoing()
  await disconnect() // connections that are made from now on find our clock
  const timeline = new Timeline()
  await windClockBack(new Date(timeline.now.getTime() - BEGINNING * DAY))
  const company = new Company(await hireStaff())

  const stories = storiesAt(timeline.now).filter(({ isShort }) => isShort || !isSmall)
  let told = 0
  const tellings = stories.map((story) => async () => {
    await tell(story, timeline, company)
    told += 1
    onProgress(told, stories.length)
  })
  const members = isSmall ? [] : [() => tellOfMembers(timeline, company)]
  await timeline.tell([...tellings, ...members, () => tellOfLostPhone(timeline, stories), () => tellOfNights(timeline)])
  // Each was sent in its time: nobody is written to of what is past.
  await stopClock(
    `UPDATE outbox_messages SET state = 'SENT', attempts = 1, sent_at = created_at WHERE state = 'PENDING'`,
  )
  await disconnect()
  await asOwner((client) => client.query('ANALYZE'))
  return stories.length
}

export function storiesAt(now: Date): Story[] {
  const on = (days: number) => dateIn(new Date(now.getTime() + days * DAY))
  return [...shownStories(on), ...backgroundStories(on)]
}

/** What the clock does while nobody is there. */
async function tellOfNights(timeline: Timeline): Promise<void> {
  for (let days = BEGINNING - 1; days > 0; days -= 1) {
    await timeline.at(`${days}d 09:00`)
    await lapseClaims()
    await expireQualifications()
    await lapseDrafts()
    await remindOfExpiry()
    await remindOfDrafts()
  }
}

/** Two people of one account, who may write to the same draft at once. */
async function tellOfMembers(timeline: Timeline, company: Company): Promise<void> {
  await timeline.at('1d 17:00')
  const [first, second] = [await company.applicant(8), await company.applicant(9)]
  await inviteMember(first, { accountId: first.accountIds[0] ?? '', phone: phoneNumber(9) })
  await timeline.at('1d 17:10')
  const [invitation] = await listInvitationsTo(second)
  if (!invitation) throw new Error('The invitation did not arrive')
  await answerMemberInvitation(second, { invitationId: invitation.id, answer: 'ACCEPT' })
}
