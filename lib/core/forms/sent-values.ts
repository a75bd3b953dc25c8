import type { Sent } from './action-result'
import { PAGE_OF } from './page-of'

type Value = FormDataEntryValue

/** A form that comes back is filled in again, but never with a password: no answer may contain one. */
export function forgetful(sent: Sent): Sent {
  const { password: _, current: __, ...rest } = sent
  return rest
}

/**
 * Returns one value a name, or all of them if a name came several times, without the framework's own `$ACTION_…`
 * fields and the one above. They are read in one pass: a form may have any number of fields, and a lookup of each name
 * searches all of them. NUL, which nobody types and PostgreSQL stores in no text, is removed.
 */
export function valuesSent(form: FormData): Sent {
  const sent = new Map<string, Value[]>()
  for (const [name, given] of form) {
    if (name.startsWith('$ACTION_') || name === PAGE_OF) continue
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
