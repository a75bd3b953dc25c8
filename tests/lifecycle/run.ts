import { expect } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { FOLLOWS, isEnded } from '@/lib/qualifications/lifecycle'
import type { Attempt } from './attempts'
import { digestsOf, expectCarriedAsAccepted, expectNothingForbidden } from './invariants'
import type { World } from './world'

/** The number that are acted on at a time: enough for a queue, few enough to meet. */
export const CROWD = 40
const SINCE_ENDED: readonly QualificationStatus[] = ['REJECTED', 'WITHDRAWN', 'EXPIRED', 'REVOKED']

type Event = { id: string; action: string; actorId: string | null; subjectId: string | null }

/** Tracks the log: each step is checked by its new events. */
class Log {
  readonly #seen = new Set<string>()
  count = 0

  async news(): Promise<Event[]> {
    const newest = await database().auditEvent.findMany({
      orderBy: { id: 'desc' },
      take: 60,
      select: { id: true, action: true, actorId: true, subjectId: true },
    })
    const fresh = newest.filter(({ id }) => !this.#seen.has(id)).toReversed()
    for (const { id } of fresh) this.#seen.add(id)
    this.count += fresh.length
    return fresh
  }
}

/** Tracks what has happened so far, and what must be true of it. */
export class Run {
  readonly log = new Log()
  readonly digests = new Map<string, string>()
  readonly tally: Record<string, number> = {}
  steps = 0

  constructor(readonly world: World) {}

  count(what: string): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1
  }

  /** Makes some attempts at the same instant, and checks the log and the rows afterwards. */
  async attempt(attempts: readonly Attempt[], mustGoWell = false): Promise<boolean[]> {
    const results = await Promise.all(attempts.map(outcomeOf))
    const events = await this.log.news()
    this.steps += attempts.length
    for (const [index, { act }] of attempts.entries()) {
      const refusal = results[index]?.refusal
      this.count(refusal ? 'refused' : 'done')
      this.count(refusal ? `${act}: ${refusal}` : act)
      if (mustGoWell && refusal) throw new Error(`${act} was refused: ${refusal}`, { cause: results[index]?.cause })
    }
    this.expectNotified(attempts, results, events)
    await this.follow(events, attempts.length)
    return results.map(({ refusal }) => refusal === null)
  }

  /** Checks one event for each successful act, by the person who did it, and none for a refused one. */
  expectNotified(attempts: readonly Attempt[], results: readonly Result[], events: readonly Event[]): void {
    const left = [...events]
    const take = (action: string | null, by: string | null) => {
      const at = left.findIndex((event) => event.action === action && event.actorId === by)
      return at === -1 ? null : left.splice(at, 1)[0]
    }
    const besides = new Set<string>()
    for (const [index, { act, event, besides: more = [], actor, mayBeNothing }] of attempts.entries()) {
      const result = results[index]
      if (!result || result.refusal) continue
      for (const action of more) besides.add(action)
      if (actor === null) {
        for (let done = 0; done < Number(result.value); done += 1) expect(take(event, null), act).not.toBeNull()
      } else if (event !== null && take(event, actor.id) === null) {
        expect(mayBeNothing, `${act} succeeded and left nothing in the log`).toBe(true)
      }
    }
    for (const { action } of left) expect([...besides], `${action} by nobody's act`).toContain(action)
  }

  /** Returns the status of each qualification that something happened to, and whether it is allowed. */
  async follow(events: readonly Event[], steps: number): Promise<void> {
    const { known } = this.world
    const ids = new Set(events.flatMap(({ subjectId }) => (subjectId ? [subjectId] : [])))
    for (const id of ids) await this.followOne(id, events, steps)
    for (const { id, action } of events.map(({ subjectId, action }) => ({ id: subjectId, action }))) {
      if (action === 'qualification.submitted' && id) await this.freeze(id)
    }
    const ended = known.filter(({ status }) => isEnded(status))
    for (const { id } of ended.slice(0, Math.max(0, ended.length - CROWD / 4))) {
      known.splice(
        known.findIndex((one) => one.id === id),
        1,
      )
    }
  }

  async followOne(id: string, events: readonly Event[], steps: number): Promise<void> {
    const { known } = this.world
    const found = await database().qualification.findUnique({ where: { id } })
    if (!found) return
    const { accountId, kind, status, revision } = found
    const before = known.find((one) => one.id === id)
    const about = events.filter(({ subjectId }) => subjectId === id)
    if (!before) {
      known.push({ id, accountId, kind, status, revision })
      return
    }
    expect(reachableFrom(before.status, steps + 1), `${before.status} → ${status}`).toContain(status)
    if (SINCE_ENDED.includes(before.status)) expect(about, `${before.status} is the end`).toEqual([])
    expect(revision - before.revision, 'revisions').toBeLessThanOrEqual(steps)
    Object.assign(before, { status, revision })
  }

  async freeze(qualificationId: string): Promise<void> {
    const submission = await database().submission.findFirstOrThrow({
      where: { qualificationId, submittedAt: { not: null } },
      orderBy: { revision: 'desc' },
    })
    for (const [id, digest] of await digestsOf([submission.id])) this.digests.set(id, digest)
    if (submission.revision === 1) return
    this.count('submitted again')
    const carried = await expectCarriedAsAccepted(qualificationId, submission.revision)
    this.tally.carried = (this.tally.carried ?? 0) + carried
  }

  async check(): Promise<void> {
    await expectNothingForbidden()
    const ids = [...this.digests.keys()]
    for (let from = 0; from < ids.length; from += 1_000) {
      const now = await digestsOf(ids.slice(from, from + 1_000))
      for (const [id, digest] of now) expect(digest, `submission ${id} was frozen`).toBe(this.digests.get(id))
      expect(now.size).toBe(Math.min(1_000, ids.length - from))
    }
    expect(await database().auditEvent.count()).toBe(this.log.count)
  }
}

type Result = { value: unknown; refusal: string | null; cause?: unknown }

async function outcomeOf({ run }: Attempt): Promise<Result> {
  try {
    return { value: await run(), refusal: null }
  } catch (cause) {
    if (cause instanceof DomainError) return { value: null, refusal: cause.code, cause }
    throw cause
  }
}

function reachableFrom(status: QualificationStatus, steps: number): QualificationStatus[] {
  const reached = new Set<QualificationStatus>([status])
  for (let step = 0; step < steps; step += 1) {
    for (const one of [...reached]) for (const next of FOLLOWS[one] ?? []) reached.add(next)
  }
  return [...reached]
}
