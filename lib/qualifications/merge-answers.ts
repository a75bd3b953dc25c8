import 'server-only'
import { createHash } from 'node:crypto'

type Answers = Readonly<Record<string, string>>

/** What a form showed when it was opened: a digest of each answer that there was. */
export type Seen = Readonly<Record<string, string>>

/** Short, as a chance equality would need another device's edit to collide; it travels in the form beside the answer itself. */
const digestOf = (key: string, answer: string): string =>
  answer === '' ? '' : createHash('sha256').update(`${key}\n${answer}`).digest('base64url').slice(0, 12)

/** As the form carries it: `person.name:abc,person.idType:def`. */
export function seenOf(answers: Answers): string {
  return Object.entries(answers)
    .filter(([, answer]) => answer !== '')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, answer]) => `${key}:${digestOf(key, answer)}`)
    .join(',')
}

export function parseSeen(text: string): Seen {
  return Object.fromEntries(text.split(',').flatMap((pair) => (pair.includes(':') ? [pair.split(':', 2)] : [])))
}

/**
 * Three-way merge, answer by answer, of what a form was opened with, what is kept now and what was sent. Two devices
 * that change different answers both have their way; of an answer that both changed, the later is a conflict.
 */
export function mergeAnswers(seen: Seen, kept: Answers, sent: Answers): { changes: Answers; conflicts: string[] } {
  const changes: Record<string, string> = {}
  const conflicts: string[] = []
  for (const [key, answer] of Object.entries(sent)) {
    const now = kept[key] ?? ''
    const before = seen[key] ?? ''
    if (answer === now) continue
    if (digestOf(key, now) === before) changes[key] = answer
    else if (digestOf(key, answer) !== before) conflicts.push(key)
  }
  return { changes, conflicts }
}
