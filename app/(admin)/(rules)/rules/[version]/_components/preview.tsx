import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import { limitWords } from '@/lib/core/files/file-limits'
import { offeredOptions } from '@/lib/rulebook/conditions'
import { documentName } from '@/lib/rulebook/part-names'
import { requiredGroups, requiredSlots } from '@/lib/rulebook/required-slots'
import type { FieldRule, Rulebook } from '@/lib/rulebook/rulebook'
import { documentWordsKey, wordsOf } from '@/lib/rulebook/words'
import { contentOf, type PreviewAnswers, previewIn } from './preview-answers'
import { PreviewForm } from './preview-form'

type Props = { rulebook: Rulebook; query: Record<string, string | string[] | undefined> }

/** Shows what is required of someone with the given answers, in the words that they would read. */
export function Preview({ rulebook, query }: Props) {
  const t = useTranslations('rules')
  const answers = previewIn(rulebook, query)
  return (
    <Card title={t('sections.PREVIEW')}>
      <PreviewForm rulebook={rulebook} answers={answers} />
      <div className="mt-6 grid gap-6 lg:grid-cols-2">
        <div>
          <RequiredFields rulebook={rulebook} answers={answers} />
          <RequiredTexts rulebook={rulebook} answers={answers} />
        </div>
        <RequiredDocuments rulebook={rulebook} answers={answers} />
      </div>
    </Card>
  )
}

type Part = { rulebook: Rulebook; answers: PreviewAnswers }

function RequiredFields({ rulebook, answers }: Part) {
  const t = useTranslations('rulebook')
  const tRules = useTranslations('rules.preview')
  const content = contentOf(answers)
  const words = wordsOf(content.fields)
  return (
    <section aria-labelledby="preview-fields">
      <h3 id="preview-fields" className="mb-2 font-semibold">
        {tRules('fields')}
      </h3>
      {requiredGroups(rulebook, content).map(({ key, fields }) => (
        <div key={key} className="mb-4">
          <h4 className="text-text-muted">{t(`groups.${key}.title`, words)}</h4>
          <ul className="divide-y">
            {fields.map((field) => (
              <li key={field.key} className="py-1.5">
                <span className="font-medium">{t(`fields.${field.key}.label`, words)}</span>
                {field.required ? null : <Optional />}
                <Options rulebook={rulebook} field={field} answers={content.fields} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Options({
  rulebook,
  field,
  answers,
}: {
  rulebook: Rulebook
  field: FieldRule
  answers: Record<string, string>
}) {
  const t = useTranslations('rulebook')
  const offered = offeredOptions(rulebook, field, answers)
  if (offered.length === 0) return null
  return (
    <span className="block text-sm text-text-muted compact:text-xs">
      {offered.map((option) => t(`options.${field.key}.${option}`)).join(' · ')}
    </span>
  )
}

function RequiredTexts({ rulebook, answers }: Part) {
  const t = useTranslations('rulebook')
  const rules = rulebook.kinds[contentOf(answers).kind]
  if (!rules) return null
  const { sources, ...signatures } = rules.signatures
  return (
    <dl>
      <dt className="font-medium">{t('signatures.title')}</dt>
      <dd className="text-sm text-text-muted compact:text-xs">
        {t('signatures.hint', signatures)}
        <span className="block">{sources.map(({ source }) => t(`sources.${source}.name`)).join(' · ')}</span>
      </dd>
      <dt className="mt-2 font-medium">{t('samples.title')}</dt>
      <dd className="text-sm text-text-muted compact:text-xs">{t('samples.hint', rules.samples)}</dd>
    </dl>
  )
}

function RequiredDocuments({ rulebook, answers }: Part) {
  const say = useTranslations()
  const t = useTranslations('rulebook')
  const tRules = useTranslations('rules.preview')
  const content = contentOf(answers)
  const rules = rulebook.kinds[content.kind]
  if (!rules) return null
  const isOrganisation = content.kind === 'ORGANISATION'
  return (
    <section aria-labelledby="preview-documents">
      <h3 id="preview-documents" className="mb-2 font-semibold">
        {tRules('documents')}
      </h3>
      <ul className="divide-y">
        {requiredSlots(rulebook, content).map(({ slot, senderSignatureId }) => {
          const words = { ...wordsOf(content.fields), max: slot.max, page: '' }
          return (
            <li key={`${slot.kind}${senderSignatureId}`} className="py-2">
              <span className="font-medium">{documentName(say, slot.kind, { rules, answers: content.fields })}</span>
              {slot.min === 0 ? <Optional /> : null}
              <span className="block text-sm text-text-muted compact:text-xs">
                {t(`documents.${documentWordsKey(slot.kind, content.fields, isOrganisation)}.instructions`, words)}{' '}
                {tRules('limits', {
                  is: slot.min >= slot.max ? 'EXACT' : 'RANGE',
                  min: Math.max(1, slot.min),
                  max: slot.max,
                  ...limitWords(slot),
                })}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Optional() {
  const t = useTranslations('rules.requirements')
  return <StatusBadge className="ml-2">{t('OPTIONAL')}</StatusBadge>
}
