import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { type Task, tasksFor } from '@/lib/qualifications/draft/tasks'
import { wordsOf } from '@/lib/rulebook/words'

const LINKS = {
  who: 'toWho',
  identity: 'toIdentity',
  organisation: 'toOrganisation',
  'legal-representative': 'toLegalRep',
  administrator: 'toAdministrator',
  use: 'toUse',
  signatures: 'toSignatures',
} as const satisfies Partial<Record<Task, string>>

/** Shows where to enter what is to be printed on the letters and is still missing. */
export function MissingOnLetters({ draft: { id, kind, fields, tasks } }: { draft: DraftView }) {
  const t = useTranslations()
  const isPrinted = (task: Task): task is keyof typeof LINKS =>
    task in LINKS && (task !== 'use' || fields['use.onBehalf'] === 'ON_BEHALF')
  const missing = tasksFor(kind)
    .filter(isPrinted)
    .filter((task) => tasks.some((other) => other.task === task && other.state !== 'DONE'))
  return (
    <Alert
      tone="warning"
      title={t('letters.incomplete')}
      action={missing.map((task) => (
        <Button key={task} asChild size="small">
          <Link href={`/qualifications/${id}/${task}`}>{t(`applicant.letter.${LINKS[task]}`, wordsOf(fields))}</Link>
        </Button>
      ))}
    />
  )
}
