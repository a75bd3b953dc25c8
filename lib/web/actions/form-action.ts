import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { type IncompleteSession, type PersonActor, type PhoneActor, personOf } from '@/lib/actor/actor'
import { recordRefusal } from '@/lib/audit/record'
import { noteDatabaseUnavailable, reachRequest } from '@/lib/core/current-request'
import { DATABASE_UNAVAILABLE, DomainError } from '@/lib/core/errors'
import type { ActionFailure, ActionResult, FormAction, Sent } from '@/lib/core/forms/action-result'
import { PAGE_OF } from '@/lib/core/forms/page-of'
import { forgetful, valuesSent } from '@/lib/core/forms/sent-values'
import { logBug } from '@/lib/core/log'
import { isDatabaseUnavailable } from '@/lib/db/database-unavailable'
import { requirePhone } from '../cookies/phone'
import { clientAddress, currentRequestId } from '../request'
import { requireActing, requireSession } from '../session'
import { consumePhoneAction } from './action-limits'

/** A person who may be signed in or not. */
export type Visitor = { address: string }

/** Makes an action of signed-in people: authenticate and count, parse, run, translate, record refusals. */
export function formAction<S extends z.ZodType, T>(
  act: string,
  schema: S,
  run: (actor: PersonActor, input: z.output<S>, visitor: Visitor) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    attempt(act, form, async (sent) => {
      const actor = await requireActing()
      refuseOthers(actor, form.get(PAGE_OF))
      const parsed = schema.safeParse(sent)
      if (!parsed.success) return invalid(parsed.error, sent)
      try {
        return { ok: true, value: await run(actor, parsed.data, { address: await clientAddress() }) }
      } catch (error) {
        if (error instanceof DomainError) await recordRefusal(actor, act, error)
        throw error
      }
    })
}

/**
 * Makes an action of staff who confirm their identity, half-way through signing in or again. Its verbs record misses.
 */
export function sessionAction<S extends z.ZodType, T>(
  act: string,
  schema: S,
  run: (session: PersonActor | IncompleteSession, input: z.output<S>, visitor: Visitor) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    attempt(act, form, async (sent) => {
      const session = await requireSession()
      refuseOthers(session, form.get(PAGE_OF))
      const parsed = schema.safeParse(sent)
      if (!parsed.success) return invalid(parsed.error, sent)
      return { ok: true, value: await run(session, parsed.data, { address: await clientAddress() }) }
    })
}

/** Makes an action of phones, in the same order. No session is read. */
export function phoneAction<S extends z.ZodType, T>(
  act: string,
  schema: S,
  run: (phone: PhoneActor, input: z.output<S>) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    attempt(act, form, async (sent) => {
      const phone = await requirePhone()
      await consumePhoneAction(phone)
      const parsed = schema.safeParse(sent)
      if (!parsed.success) return invalid(parsed.error, sent)
      try {
        return { ok: true, value: await run(phone, parsed.data) }
      } catch (error) {
        if (error instanceof DomainError) await recordRefusal(personOf(phone), act, error)
        throw error
      }
    })
}

/** Makes an action that anyone may send, such as signing in. Its verb limits it by address. */
export function publicAction<S extends z.ZodType, T>(
  act: string,
  schema: S,
  run: (visitor: Visitor, input: z.output<S>) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    attempt(act, form, async (sent) => {
      const parsed = schema.safeParse(sent)
      if (!parsed.success) return invalid(parsed.error, sent)
      return { ok: true, value: await run({ address: await clientAddress() }, parsed.data) }
    })
}

/**
 * Refuses what one person typed on a page that they opened, when another has signed in since, such as in another tab.
 *
 * @throws DomainError OTHER_PERSON
 */
export function refuseOthers({ id }: { id: string }, pageOf: unknown): void {
  if (pageOf !== null && pageOf !== id) throw new DomainError('OTHER_PERSON', 'The page was opened by someone else')
}

async function attempt<T>(
  act: string,
  form: FormData,
  work: (sent: Sent) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  const sent = valuesSent(form)
  reachRequest()
  try {
    const result = await work(sent)
    noteDatabaseUnavailable(false)
    return result.ok ? result : { ...result, sent: forgetful(result.sent) }
  } catch (error) {
    unstable_rethrow(error) // redirects and the like belong to the framework
    const isUnavailable = isDatabaseUnavailable(error)
    noteDatabaseUnavailable(isUnavailable)
    if (isUnavailable) return refused(DATABASE_UNAVAILABLE, {}, sent)
    if (error instanceof DomainError) return refused(error.code, error.params, sent)
    logBug(error, { act })
    return refused('UNEXPECTED', { id: currentRequestId() }, sent)
  }
}

function refused(error: ActionFailure['error'], params: ActionFailure['params'], sent: Sent): ActionFailure {
  return { ok: false, error, params, sent: forgetful(sent), fields: {} }
}

function invalid(error: z.ZodError, sent: Sent): ActionFailure {
  const fields: Record<string, string[]> = {}
  for (const { path, message } of error.issues) {
    const name = path.join('.')
    fields[name] = [...(fields[name] ?? []), message]
  }
  return { ok: false, error: 'INVALID_INPUT', params: {}, sent, fields }
}
