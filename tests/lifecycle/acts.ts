import type { PersonActor } from '@/lib/actor/actor'
import { setUrgency } from '@/lib/cases/set-urgency'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { FilingState, QualificationStatus } from '@/lib/db/generated/enums'
import { setFiling } from '@/lib/filings/set-filing'
import { expireQualifications } from '@/lib/qualifications/clock/expire-qualifications'
import { lapseDrafts } from '@/lib/qualifications/clock/lapse-drafts'
import { remindOfDrafts } from '@/lib/qualifications/clock/remind-of-drafts'
import { remindOfExpiry } from '@/lib/qualifications/clock/remind-of-expiry'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { taskOfGroup } from '@/lib/qualifications/draft/tasks'
import { moveDocumentPage } from '@/lib/qualifications/files/move-document-page'
import { EDITABLE, mayWithdraw, WAITING } from '@/lib/qualifications/lifecycle'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { claimNext } from '@/lib/review/claims/claim-next'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { expireClaims } from '@/lib/review/claims/expire-claims'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { renewLease } from '@/lib/review/claims/renew-lease'
import { takeEffect } from '@/lib/review/decisions/take-effect'
import { undoDecision } from '@/lib/review/decisions/undo-decision'
import {
  type Attempt,
  anyFile,
  changeLists,
  decision,
  hand,
  type Make,
  own,
  remove,
  save,
  sending,
  upload,
} from './attempts'
import { DOCUMENTS, OTHERS, type World } from './world'

const STANDING: readonly QualificationStatus[] = ['APPROVED', 'SUSPENDED']
const WITHDRAWABLE = Object.values(QualificationStatus).filter(mayWithdraw)

/** Lists what anyone may try with any qualification: how often, where it could mostly succeed, and what. */
export const ACTS: readonly (readonly [number, readonly QualificationStatus[], Make])[] = [
  [
    6,
    EDITABLE,
    ({ random }, known, actor) => {
      const field = random.pick(Object.keys(OTHERS))
      const [group = ''] = field.split('.')
      const value = random.chance(0.1) ? '' : random.pick(OTHERS[field] ?? [''])
      return save(actor, known, group === 'person' ? 'identity' : taskOfGroup(known.kind, group), { [field]: value })
    },
  ],
  [4, EDITABLE, (world, known, actor) => changeLists(world, known, actor)],
  [6, EDITABLE, ({ random }, known, actor) => upload(actor, known, random.pick(DOCUMENTS[known.kind]), null)],
  [3, EDITABLE, (world, known, actor) => remove(actor, known, () => anyFile(known, world))],
  [
    1,
    EDITABLE,
    (world, known, actor) =>
      own(
        actor,
        'move page',
        'qualification.draft_saved',
        async () => {
          const fileId = await anyFile(known, world)
          const direction = world.random.pick(['UP', 'DOWN'] as const)
          return moveDocumentPage(actor, { qualificationId: known.id, fileId, direction })
        },
        { mayBeNothing: true },
      ),
  ],
  [3, EDITABLE, ({ random }, known, actor) => hand(actor, known, random.chance(0.2) ? 1 : 0)],
  [
    2,
    WITHDRAWABLE,
    (_, { id }, actor) =>
      own(actor, 'withdraw', 'qualification.withdrawn', () => withdrawQualification(actor, { qualificationId: id })),
  ],
  [
    2,
    ['APPROVED', 'EXPIRED'],
    (_, { id }, actor) =>
      own(actor, 'renew', 'qualification.renewal_begun', () => renewQualification(actor, { qualificationId: id }), {
        mayBeNothing: true,
      }),
  ],
  [
    2,
    ['REJECTED', 'WITHDRAWN', 'EXPIRED'],
    (_, { id: from, kind }, actor) =>
      own(actor, 'begin from', 'qualification.created', () => createQualification(actor, { kind, from }), {
        mayBeNothing: true,
      }),
  ],
  [
    4,
    ['SUBMITTED', 'IN_REVIEW'],
    (_, { id }, actor) =>
      own(actor, 'claim', 'review.claimed', () => claimQualification(actor, { qualificationId: id }), {
        besides: ['review.claim_lapsed'],
        mayBeNothing: true,
      }),
  ],
  [
    2,
    ['IN_REVIEW'],
    (_, { id }, actor) =>
      own(actor, 'release', 'review.released', () => releaseClaim(actor, { qualificationId: id, reason: 'URGENT' })),
  ],
  [
    1,
    ['IN_REVIEW'],
    (_, { id }, actor) => ({
      act: 'renew lease',
      event: null,
      actor,
      run: () => renewLease(actor, { qualificationId: id }),
    }),
  ],
  [4, ['IN_REVIEW'], decision],
  [2, ['IN_REVIEW'], sending],
  [
    1,
    ['IN_REVIEW'],
    (_, { id }, actor) => own(actor, 'undo', 'review.undone', () => undoDecision(actor, { qualificationId: id })),
  ],
  [
    2,
    WAITING,
    ({ random }, { id }, actor) =>
      own(
        actor,
        'set urgency',
        'review.urgency_set',
        () => setUrgency(actor, { qualificationId: id, isUrgent: random.chance(0.5) }),
        { mayBeNothing: true },
      ),
  ],
  [
    4,
    STANDING,
    ({ random }, { id }, actor) => {
      const [event, verb, reason] = random.pick([
        ['qualification.suspended', suspendQualification, 'COMPLAINTS'],
        ['qualification.resumed', resumeQualification, 'RESOLVED'],
        ['qualification.revoked', revokeQualification, 'COMPLAINTS'],
      ] as const)
      return own(actor, event, event, () => verb(actor, { qualificationId: id, reason, note: null }))
    },
  ],
  [
    3,
    STANDING,
    ({ random }, { id }, actor) =>
      own(actor, 'set filing', 'filing.changed', async () => {
        const filing = await database().filing.findFirst({
          where: { senderSignature: { submission: { qualificationId: id } } },
        })
        const on = '2026-01-01'
        return setFiling(actor, {
          ...{ senderSignatureId: filing?.senderSignatureId ?? newId(), carrier: filing?.carrier ?? 'CMCC' },
          ...{ from: filing?.state ?? 'NOT_FILED', state: random.pick(Object.values(FilingState)) },
          ...{ extensionNumber: '01', reason: '材料不全', filedOn: on, effectiveOn: on },
        })
      }),
  ],
]

/** Lists acts that need no qualification. */
export function begin({ random }: World, actor: PersonActor): Attempt {
  const kind = random.chance(0.75) ? 'INDIVIDUAL' : 'ORGANISATION'
  const accountId = random.pick(actor.accountIds.length > 0 ? actor.accountIds : [newId()])
  return own(actor, 'begin', 'qualification.created', () => createQualification(actor, { kind, accountId }), {
    mayBeNothing: true,
  })
}

export const takeNext = (actor: PersonActor): Attempt =>
  own(actor, 'claim next', 'review.claimed', () => claimNext(actor), {
    besides: ['review.claim_lapsed'],
    mayBeNothing: true,
  })

/** Runs the scheduled jobs: each returns how many it notified of. */
export const JOBS: readonly (() => Attempt)[] = [
  () => ({
    ...{ act: 'take effect', event: null, besides: ['review.decided', 'review.send_dropped'], actor: null },
    run: async () => {
      await database().$executeRaw`UPDATE pending_decisions SET due_at = now() - interval '1 second'`
      await takeEffect()
      return 0
    },
  }),
  () => ({ act: 'lapse claims', event: 'review.claim_lapsed', actor: null, run: expireClaims }),
  () => ({ act: 'lapse drafts', event: 'qualification.lapsed', actor: null, run: lapseDrafts }),
  () => ({ act: 'expire', event: 'qualification.expired', actor: null, run: expireQualifications }),
  () => ({ act: 'remind of drafts', event: 'qualification.reminded', actor: null, run: remindOfDrafts }),
  () => ({ act: 'remind of expiry', event: 'qualification.reminded', actor: null, run: remindOfExpiry }),
]
