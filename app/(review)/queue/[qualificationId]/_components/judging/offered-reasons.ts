import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { ReasonEntry } from '@/lib/rulebook/reason-catalogue'
import { OTHER, reasonIn } from '@/lib/rulebook/reasons'

/** Limits how many reasons of a part have a digit as their key. */
const WITH_DIGITS = 6

/** Describes a reason to choose, with the digit that chooses it. */
export type OfferedReason = ReasonEntry & { digit: number | null }

/**
 * Returns the reasons of a part. The first six that an applicant can correct have the digits 1 to 6, in the catalogue's
 * order: they change only when a catalogue is published. They are listed first.
 */
export function offeredReasons({ catalogue }: Pick<ReviewCase, 'catalogue'>, part: ReviewPart): OfferedReason[] {
  const reasons = part.reasons.flatMap((code) => reasonIn(catalogue, code) ?? [])
  const quick = reasons.filter(({ kind, code }) => kind === 'retry' && code !== OTHER).slice(0, WITH_DIGITS)
  return [
    ...quick.map((reason, index) => ({ ...reason, digit: index + 1 })),
    ...reasons.filter((reason) => !quick.includes(reason)).map((reason) => ({ ...reason, digit: null })),
  ]
}

/**
 * Returns the reasons whose name matches what was typed: in Chinese, in English, or in pinyin, whole or by initials.
 * What starts with it comes first.
 */
export function reasonsMatching(
  offered: readonly OfferedReason[],
  spelled: ReviewCase['spelled'],
  typed: string,
): OfferedReason[] {
  const wanted = plain(typed)
  if (!wanted) return [...offered]
  const keysOf = ({ code, name }: OfferedReason) => [
    plain(name['zh-CN']),
    plain(name.en),
    ...(spelled[code] ?? '').split(' '),
  ]
  const matching = offered.filter((reason) => keysOf(reason).some((key) => key.includes(wanted)))
  const isFirst = (reason: OfferedReason) => keysOf(reason).some((key) => key.startsWith(wanted))
  return [...matching.filter(isFirst), ...matching.filter((reason) => !isFirst(reason))]
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s'’]/g, '')
