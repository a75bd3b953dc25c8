import { CircleCheck, CircleHelp, CircleMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import type { Subject } from './watched-subjects'

const LOOKS = {
  DOES_NOT_HOLD: { Sign: CircleCheck, colour: 'text-success', title: 'title', lead: 'lead' },
  NOT_KNOWN: { Sign: CircleHelp, colour: 'text-warning', title: 'unknownTitle', lead: 'unknownLead' },
  UNUSED: { Sign: CircleMinus, colour: 'text-text-muted', title: 'unusedTitle', lead: 'unusedLead' },
} as const

/** Shows what is watched and well, can't be checked, or is not used here, so that the whole list of what is watched can be seen. */
export function Watched({ state, subjects }: { state: keyof typeof LOOKS; subjects: readonly Subject[] }) {
  const t = useTranslations('operations.watched')
  const say = useTranslations()
  const listed = subjects.filter((subject) => subject.state === state)
  if (listed.length === 0) return null
  const { Sign, colour, title, lead } = LOOKS[state]
  return (
    <Card title={t(title)}>
      <p className="mb-2 max-w-measure text-text-muted">{t(lead)}</p>
      <ul className="grid gap-x-4 gap-y-1 sm:grid-cols-2 lg:grid-cols-4">
        {listed.map(({ words }) => (
          <li key={words} className="flex items-start gap-1.5">
            <Sign aria-hidden className={`mt-[0.2em] size-[1.2em] shrink-0 ${colour}`} />
            {say(`${words}.watched`)}
          </li>
        ))}
      </ul>
    </Card>
  )
}
