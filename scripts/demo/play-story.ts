import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { setUrgency } from '@/lib/cases/set-urgency'
import { dateIn, MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { setFiling } from '@/lib/filings/set-filing'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import type { StaffKey } from './cast'
import { register } from './joining'
import { phoneNumber } from './numbers'
import { decide } from './reviewing'
import { randomFrom } from './specimens/random'
import type { Step, Story } from './steps'
import { instantOf, type Timeline } from './timeline'
import { correct, fill, type Profile, submit, write } from './writing'

/** Holds the people of a demo. */
export class Cast {
  readonly #applicants = new Map<number, Promise<PersonActor>>()
  constructor(readonly staff: Readonly<Record<StaffKey, PersonActor>>) {}

  /** Returns an applicant, who is registered the first time. */
  applicant(phone: number, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<PersonActor> {
    const known = this.#applicants.get(phone) ?? register(phoneNumber(phone), locale)
    this.#applicants.set(phone, known)
    return known
  }
}

/** Runs one story, in its own time. */
export async function playStory(story: Story, timeline: Timeline, company: Cast): Promise<void> {
  let id = ''
  let profile = story.profile
  for (const step of story.steps) {
    await timeline.at(step.at)
    const actor = await company.applicant(story.phone, story.locale)
    if (step.act === 'write') {
      profile = { ...story.profile, fields: { ...story.profile.fields, ...step.mistakes } }
      id = await write(actor, profile, step.upTo, step.faults)
    } else if (step.act === 'renew') {
      id = (await renewQualification(actor, { qualificationId: id })).id
    } else if (step.act === 'review') {
      await claimQualification(company.staff[step.by], { qualificationId: id })
      await timeline.atInstant(later(step, timeline, id))
      await decide(company.staff[step.by], id, step.refusals)
    } else {
      if (step.act === 'correct') profile = story.profile
      await take(step, { id, profile, actor, company })
    }
  }
}

/** Returns when a review ends: it takes some minutes. */
function later({ at }: Step, { now }: Timeline, seed: string): Date {
  return new Date(instantOf(at, now).getTime() + randomFrom(seed).whole(2, 9) * MINUTE)
}

/** Describes steps that need no more than their moment. */
type Turn = Exclude<Step, { act: 'write' | 'renew' | 'review' }>
type Scene = { id: string; profile: Profile; actor: PersonActor; company: Cast }

async function take(step: Turn, { id: qualificationId, profile, actor, company }: Scene): Promise<void> {
  const { staff } = company
  switch (step.act) {
    case 'submit':
      await fill(actor, qualificationId, profile)
      return submit(actor, qualificationId)
    case 'correct':
      await correct(actor, qualificationId, profile, step.faults)
      return submit(actor, qualificationId)
    case 'withdraw':
      return void (await withdrawQualification(actor, { qualificationId }))
    case 'claim':
      return void (await claimQualification(staff[step.by], { qualificationId }))
    case 'urgent':
      return setUrgency(staff.lead, { qualificationId, isUrgent: true })
    case 'suspend':
      return void (await suspendQualification(staff.administrator, { qualificationId, ...because(step) }))
    case 'resume':
      return void (await resumeQualification(staff.administrator, { qualificationId, ...because(step) }))
    case 'revoke':
      return void (await revokeQualification(staff.administrator, { qualificationId, ...because(step) }))
    case 'file':
      return setFilings(staff.administrator, qualificationId, step)
  }
}

const because = ({ reason, note }: Extract<Step, { act: 'suspend' | 'resume' | 'revoke' }>) => ({ reason, note })

async function setFilings(actor: PersonActor, qualificationId: string, step: Extract<Step, { act: 'file' }>) {
  const today = dateIn(await databaseTime())
  const filings = await database().filing.findMany({
    where: { carrier: { in: [...step.carriers] }, senderSignature: { submission: { qualificationId } } },
  })
  for (const { senderSignatureId, carrier, state: from, filedAt } of filings) {
    const { state, reason } = step
    const number = `10690000${randomFrom(senderSignatureId).whole(1000, 9999)}`
    await setFiling(actor, {
      senderSignatureId,
      carrier,
      from,
      state,
      reason,
      extensionNumber: number,
      filedOn: filedAt ? dateIn(filedAt) : today,
      effectiveOn: state === 'EFFECTIVE' ? today : null,
    })
  }
}
