import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SectionNav } from '@/components/layout/section-nav'
import { pathOf } from '@/components/rules/places'
import { readRuleVersion } from '@/lib/rulebook/editing/queries'
import { versionOf } from '@/lib/rulebook/editing/version-names'
import { pageActor } from '@/lib/web/session'
import { comparedIn } from '../../_components/compare-with'
import { draftIn } from '../../_components/draft-in'
import { VersionPage } from '../../_components/version-page'
import { LetterEditor } from './_components/letter-editor'
import { LetterPreview } from './_components/letter-preview'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.kinds'))('LETTERS.title') }
}

export default async function LettersPage({ params, searchParams }: PageProps<'/letters/[version]'>) {
  const actor = await pageActor('rules.manage')
  const query = await searchParams
  const view = await readRuleVersion(actor, 'LETTERS', versionOf((await params).version), comparedIn(query))
  if (!view) notFound()
  const { texts } = view.content
  const text = texts.find(({ variant }) => variant === query.letter) ?? texts[0]
  if (!text) notFound()
  const draft = draftIn(view)
  const t = await getTranslations('rules.letters')
  const path = pathOf('LETTERS', view.version)
  return (
    <VersionPage kind="LETTERS" view={view} isJustPublished={query.published === 'yes'}>
      <SectionNav
        label={t('label')}
        current={text.variant}
        sections={texts.map(({ variant }) => ({
          key: variant,
          label: t(`variants.${variant}`),
          href: `${path}?letter=${variant}`,
        }))}
      />
      {draft ? <LetterEditor key={text.variant} draft={draft} text={text} /> : null}
      <LetterPreview text={text} />
    </VersionPage>
  )
}
