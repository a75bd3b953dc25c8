import { useTranslations } from 'next-intl'
import type { PreparationAnswers } from '@/lib/qualifications/preparation'
import type { DraftContent } from '@/lib/rulebook/answers'

type Props = { answers: PreparationAnswers; content: DraftContent; className?: string }

/** Shows the answers in one line, as they were understood. */
export function GivenAnswers({ answers, content, className }: Props) {
  const t = useTranslations()
  const { kind, fields, signatures } = content
  const option = (key: string) => (fields[key] ? [t(`rulebook.options.${key}.${fields[key]}`)] : [])
  const isBusiness = fields['organisation.type'] === 'INDIVIDUAL_BUSINESS'
  const said =
    kind === 'INDIVIDUAL'
      ? [t('rulebook.kinds.INDIVIDUAL.name'), ...option('person.idType')]
      : [
          ...option('organisation.type'),
          ...(isBusiness ? option('organisation.hasSeal') : []),
          ...option('legalRep.idType'),
          ...(answers.admin === 'OTHER' ? [t('public.prepare.otherAdmin'), ...option('admin.idType')] : []),
          ...option('use.onBehalf'),
        ]
  const sends = [...option('use.purposes'), ...signatures.map(({ source }) => t(`rulebook.sources.${source}.name`))]
  return <p className={className}>{[...said, ...sends].join(' · ')}</p>
}
