import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { type FieldTask, taskOfField, taskOfGroup } from '@/lib/qualifications/draft/tasks'
import { wordsOf } from '@/lib/rulebook/words'

type Props = { draft: DraftView; task: FieldTask }

/** Shows the answers of the first page that a later one depends on, and leads to where they are changed. */
export async function WhoNote({ draft, task }: Props) {
  const t = await getTranslations()
  const { kind, groups, fields: answers } = draft
  const shown = groups
    .filter(({ key }) => taskOfGroup(kind, key) === task)
    .flatMap(({ key: group, fields }) => fields.filter(({ key }) => taskOfField(kind, group, key) === 'who'))
  if (task === 'who' || shown.length === 0) return null
  const words = wordsOf(answers)
  return (
    <dl className="mb-6 flex flex-col gap-1">
      {shown.map(({ key }) => {
        const label = t(`rulebook.fields.${key}.label`, words)
        const said = t('applicant.who.said', { label })
        const answer = answers[key]
        const [text, name] = answer
          ? [t('applicant.check.change'), t('applicant.check.changeOf', { title: label })]
          : [t('applicant.draft.choose'), `${said} ${t('applicant.draft.choose')}`]
        return (
          <div key={key} className="flex flex-wrap items-center gap-x-2">
            <dt className="text-text-muted">{said}</dt>
            <dd className="flex flex-wrap items-center gap-x-3">
              {answer ? t(`rulebook.options.${key}.${answer}`) : null}
              <Link
                href={`/qualifications/${draft.id}/who#${key}`}
                aria-label={name}
                className="link inline-flex min-h-11 items-center"
              >
                {text}
              </Link>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
