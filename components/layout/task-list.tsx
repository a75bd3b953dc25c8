import { ChevronRight, CircleCheck, CircleDashed, CircleDot, CircleX, Lock, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { LinkAs } from '@/components/ui/link-as'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'

export type TaskState = 'todo' | 'inProgress' | 'done' | 'warned' | 'needsCorrection' | 'blocked'

export type Task = {
  id: string
  title: string
  hint?: string
  state: TaskState
  /** Absent while the task can't be started: its hint says why. */
  href?: string
}

const LOOKS = {
  todo: { tone: 'neutral', icon: CircleDashed },
  inProgress: { tone: 'info', icon: CircleDot },
  done: { tone: 'success', icon: CircleCheck },
  warned: { tone: 'warning', icon: TriangleAlert },
  needsCorrection: { tone: 'danger', icon: CircleX },
  blocked: { tone: 'neutral', icon: Lock },
} as const satisfies Record<TaskState, { tone: Tone; icon: unknown }>

type Props = { tasks: readonly Task[]; link?: LinkAs }

/** Lists what is to be done, in order; each line is one large target. */
export function TaskList({ tasks, link: Link = 'a' }: Props) {
  const t = useTranslations('common')
  return (
    <ol className="divide-y rounded-md border bg-surface">
      {tasks.map(({ id, title, hint, state, href }, index) => {
        const { tone, icon } = LOOKS[state]
        return (
          <li key={id} className="relative flex items-center gap-3 px-4 py-3.5 hover:bg-action-soft/50 sm:px-5">
            <span aria-hidden className="numeric w-6 shrink-0 self-start text-text-muted">
              {index + 1}
            </span>
            <div className="flex min-w-0 flex-1 flex-col gap-x-3 gap-y-1.5 sm:flex-row sm:items-center">
              <div className="min-w-0 flex-1">
                {href ? (
                  <Link
                    href={href}
                    aria-describedby={`${id}-state`}
                    className="font-medium text-action after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
                  >
                    {title}
                  </Link>
                ) : (
                  <span className="font-medium text-text-muted">{title}</span>
                )}
                {hint ? <p className="max-w-measure text-sm text-text-muted">{hint}</p> : null}
              </div>
              <span id={`${id}-state`} className="shrink-0">
                <StatusBadge tone={tone} icon={icon}>
                  {t(`taskState.${state}`)}
                </StatusBadge>
              </span>
            </div>
            <ChevronRight
              aria-hidden
              className={href ? 'size-4 shrink-0 text-text-muted' : 'invisible size-4 shrink-0'}
            />
          </li>
        )
      })}
    </ol>
  )
}
