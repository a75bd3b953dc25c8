import { useTranslations } from 'next-intl'
import { DeclaredValue } from '@/components/qualifications/declared-value'
import { DescriptionList } from '@/components/ui/description-list'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { taskOfGroup } from '@/lib/qualifications/draft/tasks'
import { wordsOf } from '@/lib/rulebook/words'
import { Section } from './section'

/** Lists the declared fields, group by group, as the rulebook requires them. */
export function Answers({ draft }: { draft: DraftView }) {
  const t = useTranslations('rulebook')
  const words = wordsOf(draft.fields)
  return draft.groups.map(({ key, fields }) => {
    const isTyped = fields.some(({ filledFrom }) => !filledFrom)
    const isLocked = draft.locks.groups[key]?.isLocked === true
    return (
      <Section
        key={key}
        title={t(`groups.${key}.title`, words)}
        isAccepted={isLocked}
        {...(isTyped && !isLocked ? { href: `/qualifications/${draft.id}/${taskOfGroup(draft.kind, key)}` } : {})}
      >
        <DescriptionList
          items={fields.map((rule) => ({
            term: t(`fields.${rule.key}.label`, words),
            value: <DeclaredValue rule={rule} value={draft.fields[rule.key] ?? ''} />,
          }))}
        />
      </Section>
    )
  })
}
