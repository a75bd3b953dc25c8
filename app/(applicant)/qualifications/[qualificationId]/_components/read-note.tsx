import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { isShown } from '@/components/qualifications/shown-fields'
import { Alert } from '@/components/ui/alert'
import type { DraftSlot, DraftView } from '@/lib/qualifications/draft/read-draft'
import { FIELD_TASKS, groupsOfTask } from '@/lib/qualifications/draft/tasks'
import { factsOf } from '@/lib/rulebook/document-kinds'
import type { FieldGroup, FieldRule } from '@/lib/rulebook/rulebook'
import { wordsOf } from '@/lib/rulebook/words'

type Props = { draft: DraftView; groups: readonly FieldGroup[] }

/**
 * Says which answers were filled in from photographs, and while photographs are being read, that more may come. Where
 * there is none yet, it says that photographs can fill them in.
 */
export async function ReadNote({ draft, groups }: Props) {
  const t = await getTranslations()
  const fields = groups.flatMap((group) => group.fields)
  const read = readFields(draft, groups)
  const isWaiting = draft.isBeingRead && draft.slots.some((slot) => isAbout(slot, fields) && slot.pages.length > 0)
  const isEmpty = fields.every(({ key, filledFrom }) => filledFrom || !draft.fields[key])
  if (isWaiting && (read.length > 0 || isEmpty)) {
    return (
      <Alert tone="info" className="mb-6" isLive title={t('applicant.read.reading')}>
        {t('applicant.read.readingText')}
      </Alert>
    )
  }
  if (read.length > 0) {
    const words = wordsOf({ ...draft.fields, ...draft.read })
    const names = read.map(({ key }) => t(`rulebook.fields.${key}.label`, words)).join(t('applicant.read.and'))
    return (
      <Alert tone="info" className="mb-6" isLive title={t('applicant.read.title')}>
        {t('applicant.read.text', { names })}
      </Alert>
    )
  }
  const slot = draft.slots.find((one) => isAbout(one, fields) && one.pages.length + one.waiting.length === 0)
  if (!draft.canBeRead || !isEmpty || !slot) return null
  return (
    <p className="mb-6 max-w-measure text-text-muted">
      {t('applicant.read.offer')}{' '}
      <Link className="link" href={`/qualifications/${draft.id}/documents#${slot.slot.kind}`}>
        {t('applicant.read.photograph')}
      </Link>
    </p>
  )
}

/** Returns whether a photograph in the slot shows some of the answers. */
const isAbout = ({ slot: { kind, restsOn } }: DraftSlot, fields: readonly FieldRule[]): boolean =>
  factsOf(kind).shows !== null &&
  factsOf(kind).task === 'documents' &&
  restsOn.some((key) => fields.some((field) => field.key === key))

/** Returns the fields that were read and that the page shows: see `isShown`. */
function readFields(draft: DraftView, groups: readonly FieldGroup[]): readonly FieldRule[] {
  const answers = { ...draft.fields, ...draft.read }
  return groups.flatMap((group) =>
    group.fields.filter((field) => draft.read[field.key] && isShown(group, field, answers, draft.locks.fields)),
  )
}

/** Says on which pages answers wait that were read in photographs. */
export async function ReadTasks({ draft }: Pick<Props, 'draft'>) {
  const t = await getTranslations('applicant')
  const words = wordsOf({ ...draft.fields, ...draft.read })
  const tasks = FIELD_TASKS.map((task) => ({
    task,
    count: readFields(draft, groupsOfTask(draft.kind, draft.rules.groups, task)).length,
  })).filter(({ count }) => count > 0)
  if (tasks.length === 0) return null
  return (
    <Alert tone="info" className="mt-6" isLive title={t('read.check')}>
      <ul>
        {tasks.map(({ task, count }) => (
          <li key={task}>
            <Link className="link inline-block py-1" href={`/qualifications/${draft.id}/${task}`}>
              {t('read.task', { title: t(`${task}.title`, words), count })}
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
