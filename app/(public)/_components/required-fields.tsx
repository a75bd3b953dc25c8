import { useTranslations } from 'next-intl'
import type { Preparation } from '@/lib/qualifications/preparation'
import { wordsOf } from '@/lib/rulebook/words'

/** Lists what has to be typed, group by group, so that applicants can have it ready. */
export function RequiredFields({ list: { groups, rules, content } }: { list: NonNullable<Preparation['list']> }) {
  const t = useTranslations('public.prepare.fields')
  const rulebook = useTranslations('rulebook')
  const words = wordsOf(content.fields)
  const { signatures, samples } = rules
  return (
    <section aria-labelledby="fields">
      <h2 id="fields" className="text-lg font-semibold">
        {t('title')}
      </h2>
      <dl className="mt-3 divide-y border-y">
        {groups.map(({ key, fields }) => (
          <div key={key} className="py-2.5">
            <dt className="font-medium">{rulebook(`groups.${key}.title`, words)}</dt>
            <dd className="text-sm text-text-muted">
              {fields.map((field) => rulebook(`fields.${field.key}.label`, words)).join(t('joint'))}
            </dd>
          </div>
        ))}
        <div className="py-2.5">
          <dt className="font-medium">{rulebook('signatures.title')}</dt>
          <dd className="text-sm text-text-muted">
            {rulebook('signatures.hint', {
              min: signatures.min,
              max: signatures.max,
              minLength: signatures.minLength,
              maxLength: signatures.maxLength,
            })}
          </dd>
        </div>
        <div className="py-2.5">
          <dt className="font-medium">{rulebook('samples.title')}</dt>
          <dd className="text-sm text-text-muted">
            {rulebook('samples.hint', { min: samples.min, max: samples.max, maxLength: samples.maxLength })}
          </dd>
        </div>
      </dl>
    </section>
  )
}
