import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { DraftView } from '@/lib/qualifications/read-draft'
import { taskOf } from '@/lib/qualifications/tasks'
import type { Place, Problem } from '@/lib/rulebook/problems'
import { wordsOf } from '@/lib/rulebook/words'
import { documentName, mendingPath, partName, slotId } from '../../_components/part-name'
import { staleLettersIn } from '../../_components/task-locks'

/** What stands between this and handing it in, each a link to where it is put right. */
export function Obstacles({ draft }: { draft: DraftView }) {
  const t = useTranslations()
  const nameOf = usePlaceName(draft)
  const { id, kind, problems, rules } = draft
  const stale = staleLettersIn(draft)
  const unmended = draft.refusals.filter(({ isMended }) => !isMended)
  return (
    <>
      {problems.length > 0 ? (
        <Alert tone="danger" title={t('applicant.check.problems', { count: problems.length })}>
          <ul className="mt-1 flex flex-col">
            {problems.map((problem) => (
              <li key={`${problem.code} ${JSON.stringify(problem.place)}`}>
                <Link href={pathOf(kind, id, problem)} className="link inline-block py-2">
                  {t('applicant.check.problem', {
                    place: nameOf(problem.place),
                    problem: t(`rulebook.problems.${problem.code}`, problem.params),
                  })}
                </Link>
              </li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {unmended.length > 0 ? (
        <Alert tone="warning" title={t('applicant.check.unmended', { count: unmended.length })}>
          <p>
            {t(unmended.some(({ mustMend }) => mustMend) ? 'applicant.check.mustMend' : 'applicant.check.unmendedText')}
          </p>
          <ul className="mt-1 flex flex-col">
            {unmended.map((refusal) => {
              const part = partName(t, rules, draft.fields, refusal)
              return (
                <li key={part}>
                  <Link href={mendingPath(id, refusal)} className="link inline-block py-2">
                    {part}
                  </Link>
                </li>
              )
            })}
          </ul>
        </Alert>
      ) : null}
      {stale.length > 0 ? (
        <Alert
          tone="warning"
          title={t('applicant.check.signAnew', {
            names: stale
              .map(({ slot }) => documentName(t, rules, draft.fields, slot.kind, null))
              .join(t('applicant.locks.and')),
          })}
          action={
            <Link href={`/qualifications/${id}/letter`} className="link inline-block py-2">
              {t('applicant.tasks.letter.title')}
            </Link>
          }
        >
          {t('applicant.locks.signAnew')}
        </Alert>
      ) : null}
    </>
  )
}

function pathOf(kind: QualificationKind, id: string, { place }: Pick<Problem, 'place'>): string {
  const page = `/qualifications/${id}/${taskOf(kind, { place })}`
  switch (place.on) {
    case 'FIELD':
      return `${page}#${place.key}`
    case 'DOCUMENT':
      return `${page}#${slotId(place.kind, place.senderSignatureId)}`
    case 'SIGNATURE':
    case 'SAMPLE':
      return `${page}#${place.id}`
    case 'SIGNATURES':
    case 'SAMPLES':
      return page
  }
}

/** What a place is called on the page that it is on. */
function usePlaceName({ rules, fields, signatures, samples }: DraftView) {
  const t = useTranslations()
  const numberOf = (rows: readonly { id: string }[], id: string) => rows.findIndex((row) => row.id === id) + 1
  return (place: Place): string => {
    switch (place.on) {
      case 'FIELD':
        return t(`rulebook.fields.${place.key}.label`, wordsOf(fields))
      case 'DOCUMENT': {
        const text = signatures.find(({ id }) => id === place.senderSignatureId)?.text ?? null
        return documentName(t, rules, fields, place.kind, text)
      }
      case 'SIGNATURES':
        return t('rulebook.signatures.title')
      case 'SIGNATURE':
        return t('applicant.signatures.signature', { number: numberOf(signatures, place.id) })
      case 'SAMPLES':
        return t('rulebook.samples.title')
      case 'SAMPLE':
        return t('applicant.signatures.sample', { number: numberOf(samples, place.id) })
    }
  }
}
