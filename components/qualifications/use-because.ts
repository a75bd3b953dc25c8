import { useTranslations } from 'next-intl'
import { wordsOf } from '@/lib/rulebook/words'

/** Lists the names that a lock gives to what isn't a field: see PartLock. */
const OTHERS: readonly string[] = ['signatures', 'signature', 'samples', 'files']

/** Says what changed since a part was accepted: labels of fields, or what else it rests on. */
export function useBecause(answers: Readonly<Record<string, string>>): (because: readonly string[]) => string {
  const t = useTranslations()
  return (because) =>
    because
      .map((key) =>
        OTHERS.includes(key) ? t(`applicant.locks.of.${key}`) : t(`rulebook.fields.${key}.label`, wordsOf(answers)),
      )
      .join(t('applicant.locks.and'))
}
