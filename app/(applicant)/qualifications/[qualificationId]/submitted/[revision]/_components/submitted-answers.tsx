import { useTranslations } from 'next-intl'
import { DeclaredValue } from '@/components/qualifications/declared-value'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import type { SubmittedContent, SubmittedCopy } from '@/lib/cases/read-submitted'
import { wordsOf } from '@/lib/rulebook/words'
import { SubmittedDocuments } from './submitted-documents'

/** Shows the answers, the sender signatures, the samples and the documents; nothing of them once they were erased. */
export function SubmittedAnswers({ copy: { content, rules, erased } }: { copy: SubmittedCopy }) {
  const t = useTranslations('rulebook')
  if (!content) return null
  const { groups, fields } = content
  const words = wordsOf(fields)
  return (
    <>
      {groups.map((group) => (
        <Card key={group.key} title={t(`groups.${group.key}.title`, words)}>
          <DescriptionList
            items={group.fields.map((rule) => ({
              term: t(`fields.${rule.key}.label`, words),
              value: <DeclaredValue rule={rule} value={fields[rule.key] ?? ''} />,
            }))}
          />
        </Card>
      ))}
      <Lists content={content} />
      <SubmittedDocuments content={content} rules={rules} areErased={erased.documents !== null} />
    </>
  )
}

function Lists({ content: { signatures, samples } }: { content: SubmittedContent }) {
  const t = useTranslations()
  return (
    <>
      <Card title={t('rulebook.signatures.title')}>
        <DescriptionList
          items={signatures.map(({ text, source, isOnBehalf }) => ({
            term: t(`rulebook.sources.${source}.name`),
            value: (
              <>
                <bdi>{t('applicant.check.bracketed', { text })}</bdi>
                {isOnBehalf ? (
                  <span className="block text-sm text-text-muted">{t('applicant.signatures.onBehalf.yes')}</span>
                ) : null}
              </>
            ),
          }))}
        />
      </Card>
      <Card title={t('rulebook.samples.title')}>
        <DescriptionList
          items={samples.map((text, index) => ({
            term: t('applicant.signatures.sample', { number: index + 1 }),
            value: <bdi>{text}</bdi>,
          }))}
        />
      </Card>
    </>
  )
}
