import { useTranslations } from 'next-intl'
import { DescriptionList } from '@/components/ui/description-list'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { isOnBehalf } from '@/lib/rulebook/letters/parties'
import { Section } from './section'

export function SenderSignatures({ draft }: { draft: DraftView }) {
  const { id, signatures, samples, locks } = draft
  const isCovered = isOnBehalf(draft)
  const t = useTranslations()
  const href = `/qualifications/${id}/signatures`
  const areLocked =
    !locks.mayAddSignatures && signatures.every((signature) => locks.signatures[signature.id]?.isLocked === true)
  const lockedOr = (isLocked: boolean) => (isLocked ? { isAccepted: true } : { href })
  const nothing = <p className="text-text-muted">{t('common.values.notGiven')}</p>
  return (
    <>
      <Section title={t('rulebook.signatures.title')} {...lockedOr(areLocked)}>
        {signatures.length > 0 ? (
          <DescriptionList
            items={signatures.map(({ text, source, isOnBehalf: isAuthorised }) => ({
              term: t(`rulebook.sources.${source}.name`),
              value: (
                <>
                  {t('applicant.check.bracketed', { text })}
                  {isAuthorised && isCovered ? (
                    <span className="block text-sm text-text-muted">{t('applicant.signatures.onBehalf.yes')}</span>
                  ) : null}
                </>
              ),
            }))}
          />
        ) : (
          nothing
        )}
      </Section>
      <Section title={t('rulebook.samples.title')} {...lockedOr(locks.samples.isLocked)}>
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
