import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { recordRefusal } from '@/lib/audit/record'
import { takeAct } from '@/lib/auth/act-limits'
import type { OwingSession, PersonActor } from '@/lib/auth/actor'
import { noteDatabaseAway, reachRequest } from '@/lib/core/current-request'
import { DATABASE_AWAY, DomainError, type ErrorCode } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { isDatabaseAway } from '@/lib/db/database-away'
import { clientAddress, currentRequestId } from './request'
import { requireActor, requireSession } from './session'

type Value = FormDataEntryValue
export type Sent = Record<string, Value | Value[]>

export type ActionFailure = {
  ok: false
  error: ErrorCode | 'UNEXPECTED'
  params: Record<string, string | number>
  /** What was sent: React empties a form after its action, and nothing typed may be lost. */
  sent: Sent
  fields: Record<string, string[] | undefined>
}

export type ActionResult<T> = { ok: true; value: T } | ActionFailure

/** What a form's action looks like to `useActionState`. */
export type FormAction<T> = (previous: unknown, form: FormData) => Promise<ActionResult<T>>

/** Someone who need not be signed in. */
export type Visitor = { address: string }

/** An action of signed-in people: authenticate, count, parse, run, translate, record refusals. */
export function formAction<S extends z.ZodType, T>(
  act: string,
  schema: S,
  run: (actor: PersonActor, input: z.output<S>, visitor: Visitor) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    attempt(act, form, async (sent) => {
      const actor = await requireActor()
      await takeAct(actor)
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

/** An action of staff who say who they are, half-way through signing in or once more. Its verbs record what misses. */
export function sessionAction<S extends z.ZodType, T>(
  act: string,
  schema: S,
  run: (session: PersonActor | OwingSession, input: z.output<S>, visitor: Visitor) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    attempt(act, form, async (sent) => {
      const session = await requireSession()
      const parsed = schema.safeParse(sent)
      if (!parsed.success) return invalid(parsed.error, sent)
      return { ok: true, value: await run(session, parsed.data, { address: await clientAddress() }) }
    })
}

/** An action that anyone may send, such as signing in. What it does is limited by address in its verb. */
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

async function attempt<T>(
  act: string,
  form: FormData,
  work: (sent: Sent) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  const sent = valuesOf(form)
  reachRequest()
  try {
    const result = await work(sent)
    noteDatabaseAway(false)
    return forgetful(result)
  } catch (error) {
    unstable_rethrow(error) // redirects and the like belong to the framework
    const isAway = isDatabaseAway(error)
    noteDatabaseAway(isAway)
    if (isAway) return refused(DATABASE_AWAY, {}, sent)
    if (error instanceof DomainError) return refused(error.code, error.params, sent)
    logBug(error, { act })
    return refused('UNEXPECTED', { id: currentRequestId() }, sent)
  }
}

function refused(error: ActionFailure['error'], params: ActionFailure['params'], sent: Sent): ActionFailure {
  return forgetful({ ok: false, error, params, sent, fields: {} })
}

/** A form that comes back is filled in again, but never with a password: it has no business in an answer. */
function forgetful<R extends ActionResult<unknown>>(result: R): R {
  if (result.ok) return result
  const { password: _, current: __, ...sent } = result.sent
  return { ...result, sent }
}

function invalid(error: z.ZodError, sent: Sent): ActionFailure {
  const fields: Record<string, string[]> = {}
  for (const { path, message } of error.issues) {
    const name = path.join('.')
    fields[name] = [...(fields[name] ?? []), message]
  }
  return { ok: false, error: 'INVALID_INPUT', params: {}, sent, fields }
}

/**
 * One value a name, or all of them where a name came several times; the framework's own `$ACTION_…` fields left out.
 * Read in one pass: a form has as many fields as anyone likes to send, and asking it for each name searches all of them.
 * NUL, which nobody types and PostgreSQL keeps in no text, is left out of what was.
 */
function valuesOf(form: FormData): Sent {
  const sent = new Map<string, Value[]>()
  for (const [name, given] of form) {
    if (name.startsWith('$ACTION_')) continue
    const value = typeof given === 'string' ? given.replaceAll('\0', '') : given
    const values = sent.get(name)
    if (values) values.push(value)
    else sent.set(name, [value])
  }
  return Object.fromEntries([...sent].map(([name, values]) => [name, oneOrAll(values)]))
}

function oneOrAll(values: Value[]): Value | Value[] {
  const [first] = values
  return values.length === 1 && first !== undefined ? first : values
}
