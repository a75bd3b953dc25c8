import { useTranslations } from 'next-intl'
import { DescriptionList } from '@/components/ui/description-list'
import type { DraftView } from '@/lib/qualifications/read-draft'
import { Section } from './section'

export function SenderSignatures({ draft: { id, signatures, samples } }: { draft: DraftView }) {
  const t = useTranslations()
  const href = `/qualifications/${id}/signatures`
  const nothing = <p className="text-text-muted">{t('common.values.notGiven')}</p>
  return (
    <>
      <Section title={t('rulebook.signatures.title')} href={href}>
        {signatures.length > 0 ? (
          <DescriptionList
            items={signatures.map(({ text, source }) => ({
              term: t(`rulebook.sources.${source}.name`),
              value: t('applicant.check.bracketed', { text }),
            }))}
          />
        ) : (
          nothing
        )}
      </Section>
      <Section title={t('rulebook.samples.title')} href={href}>
        {samples.length > 0 ? (
          <DescriptionList
            items={samples.map(({ text }, index) => ({
              term: t('applicant.signatures.sample', { number: index + 1 }),
              value: text === '' ? t('common.values.notGiven') : text,
            }))}
          />
        ) : (
          nothing
        )}
      </Section>
    </>
  )
}
