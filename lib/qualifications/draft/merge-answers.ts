import 'server-only'
import { createHash } from 'node:crypto'

type Answers = Readonly<Record<string, string>>

/** A digest of each answer that a form showed when it was opened. */
export type Seen = Readonly<Record<string, string>>

/**
 * Returns a short digest, which is enough: only an edit on another device could collide. The form sends it next to the
 * answer.
 */
const digestOf = (key: string, answer: string): string =>
  answer === '' ? '' : createHash('sha256').update(`${key}\n${answer}`).digest('base64url').slice(0, 12)

/** Returns digests of the answers, as the form contains them: `person.name:abc,person.idType:def`. */
export function seenOf(answers: Answers): string {
  return asText(Object.entries(answers).map(([key, answer]) => [key, digestOf(key, answer)]))
}

function asText(digests: readonly (readonly [string, string])[]): string {
  return digests
    .filter(([, digest]) => digest !== '')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, digest]) => `${key}:${digest}`)
    .join(',')
}

export function parseSeen(text: string): Seen {
  return Object.fromEntries(text.split(',').flatMap((pair) => (pair.includes(':') ? [pair.split(':', 2)] : [])))
}

/**
 * Returns the digests that a form holds after a save: of the answers that it sent, and of nothing else. An answer that
 * another device changed meanwhile keeps the digest of what this form still shows, so that the next save does not take
 * the other's change back.
 */
export function seenAfter(before: Seen, sent: Answers): string {
  const seen = {
    ...before,
    ...Object.fromEntries(Object.entries(sent).map(([key, answer]) => [key, digestOf(key, answer)])),
  }
  return asText(Object.entries(seen))
}

/**
 * Merges three ways, answer by answer: what the form was opened with, what is stored now and what was sent. Two devices
 * can change different answers. An answer that both changed is a conflict; where this form overwrites, it wins those,
 * and those only.
 *
 * @param touched the answers that were typed: one of them counts as changed even where it is again what the form was
 *   opened with
 */
export function mergeAnswers(
  seen: Seen,
  stored: Answers,
  sent: Answers,
  { overwrites = false, touched = [] }: { overwrites?: boolean; touched?: readonly string[] | undefined } = {},
): { changes: Answers; conflicts: string[] } {
  const changes: Record<string, string> = {}
  const conflicts: string[] = []
  for (const [key, answer] of Object.entries(sent)) {
    const now = stored[key] ?? ''
    const before = seen[key] ?? ''
    if (answer === now || (digestOf(key, answer) === before && !touched.includes(key))) continue
    if (overwrites || digestOf(key, now) === before) changes[key] = answer
    else conflicts.push(key)
  }
  return { changes, conflicts }
}
