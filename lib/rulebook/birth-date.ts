import { isRealDate } from '@/lib/core/dates'

/** Lists the types of ID whose 18-character number always contains the date of birth (GB 11643-1999). */
export const WITH_BIRTH_DATE: readonly string[] = ['RESIDENT_ID', 'HMT_RESIDENCE_PERMIT']

type Answers = Readonly<Record<string, string>>

const subjectOf = (key: string): string => key.slice(0, key.indexOf('.'))

/** Returns the key of the ID number that contains this date of birth; null for other fields, and other types of ID. */
export function numberWithBirthDate(key: string, answers: Answers): string | null {
  const subject = subjectOf(key)
  if (key !== `${subject}.birthDate` || !WITH_BIRTH_DATE.includes(answers[`${subject}.idType`] ?? '')) return null
  return `${subject}.idNumber`
}

/** Returns the date of birth (YYYY-MM-DD) that an 18-character number contains; null when it contains no date. */
export function birthDateIn(number: string): string | null {
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number) ?? []
  const date = `${year}-${month}-${day}`
  return isRealDate(date) ? date : null
}

/**
 * Returns the answers of a page, with each date of birth that was not typed there and that an ID number contains. The
 * number and its type may be on different pages: one of them is then among the stored answers.
 */
export function withBirthDates(answers: Answers, stored: Answers = {}): Answers {
  const known = { ...stored, ...answers }
  const found = Object.keys(answers).flatMap((key) => {
    const subject = subjectOf(key)
    const birthDate = `${subject}.birthDate`
    const number = numberWithBirthDate(birthDate, known)
    if (!number || (key !== number && key !== `${subject}.idType`) || answers[birthDate]) return []
    const date = birthDateIn(known[number] ?? '')
    return date ? [[birthDate, date]] : []
  })
  return { ...answers, ...Object.fromEntries(found) }
}
