import 'server-only'
import { acceptMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { inviteMembers } from '@/lib/accounts/members/invite-members'
import { listInvitationsTo } from '@/lib/accounts/members/queries'
import { DAY, dateIn } from '@/lib/core/clock'
import { disconnect } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { expireQualifications } from '@/lib/qualifications/clock/expire-qualifications'
import { lapseDrafts } from '@/lib/qualifications/clock/lapse-drafts'
import { remindOfDrafts } from '@/lib/qualifications/clock/remind-of-drafts'
import { remindOfExpiry } from '@/lib/qualifications/clock/remind-of-expiry'
import { expireClaims } from '@/lib/review/claims/expire-claims'
import { setClockGoing, stopClock, windClockBack } from './clock'
import { confirmAs, hireStaff } from './joining'
import { phoneNumber } from './numbers'
import { Cast, playStory } from './play-story'
import { seedLostPhone } from './seed-lost-phone'
import type { Story } from './steps'
import { backgroundStories } from './stories/background'
import { shownStories } from './stories/shown'
import { Timeline } from './timeline'

/** Marks each message as sent in its time: a demo writes to nobody. */
export const ALL_SENT = `UPDATE outbox_messages SET state = 'SENT', attempts = 1, sent_at = created_at WHERE state = 'PENDING'`

/** Days before now on which the portal was opened. */
const DAYS_BACK = 62

/**
 * Fills an empty database with people and applications, all of them by the verbs that people act through, each at its
 * time in the past weeks. Returns the number of stories.
 *
 * @param onProgress is called after each finished story
 */
export async function seedDemo(onProgress: (made: number, all: number) => void): Promise<number> {
  await setClockGoing()
  await disconnect() // connections that are made from now on find our clock
  const timeline = new Timeline()
  await windClockBack(new Date(timeline.now.getTime() - DAYS_BACK * DAY))
  const company = new Cast(await hireStaff())

  const stories = storiesAt(timeline.now)
  let made = 0
  const storyRuns = stories.map((story) => async () => {
    await playStory(story, timeline, company)
    made += 1
    onProgress(made, stories.length)
  })
  await timeline.play([
    ...storyRuns,
    () => seedMembers(timeline, company),
    () => seedLostPhone(timeline, stories),
    () => seedNights(timeline),
  ])
  await stopClock(ALL_SENT)
  await disconnect()
  await asOwner((client) => client.query('ANALYZE'))
  return stories.length
}

export function storiesAt(now: Date): Story[] {
  const on = (days: number) => dateIn(new Date(now.getTime() + days * DAY))
  return [...shownStories(on), ...backgroundStories(on)]
}

/** Runs what the clock does while nobody is there. */
async function seedNights(timeline: Timeline): Promise<void> {
  for (let days = DAYS_BACK - 1; days > 0; days -= 1) {
    await timeline.at(`${days}d 09:00`)
    await expireClaims()
    await expireQualifications()
    await lapseDrafts()
    await remindOfExpiry()
    await remindOfDrafts()
  }
}

/** Two people of one account, who may write to the same draft at once. */
async function seedMembers(timeline: Timeline, company: Cast): Promise<void> {
  await timeline.at('2d 08:55')
  const [first, second] = [await company.applicant(8), await company.applicant(9)]
  const invited = { accountId: first.accountIds[0] ?? '', phones: [phoneNumber(9)] }
  await inviteMembers(first, invited, await confirmAs(first, 'INVITE'))
  await timeline.at('2d 09:03')
  const [invitation] = await listInvitationsTo(second)
  if (!invitation) throw new Error('The invitation did not arrive')
  await acceptMemberInvitation(second, { invitationId: invitation.id }, await confirmAs(second, 'JOIN'))
}
