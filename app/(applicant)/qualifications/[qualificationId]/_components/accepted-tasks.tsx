import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { AcceptedFold } from '@/components/qualifications/accepted-fold'
import type { Task } from '@/lib/qualifications/draft/tasks'

type Props = { tasks: readonly { task: Task; title: string; href: string }[] }

export function AcceptedTasks({ tasks }: Props) {
  const t = useTranslations('applicant.locks')
  return (
    <AcceptedFold count={tasks.length}>
      <ul className="divide-y">
        {tasks.map(({ task, title, href }) => (
          <li key={task} className="flex items-center justify-between gap-3">
            <Link href={href} className="link flex min-h-11 items-center">
              {title}
            </Link>
            <span className="flex items-center gap-1 text-sm text-success">
              <CircleCheck aria-hidden className="size-4" />
              {t('accepted')}
            </span>
          </li>
        ))}
      </ul>
    </AcceptedFold>
  )
}
