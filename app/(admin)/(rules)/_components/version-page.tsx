import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { ChangeList } from '@/components/rules/change-list'
import { PLACES } from '@/components/rules/places'
import type { ReasonNames } from '@/components/rules/use-change-words'
import { Alert } from '@/components/ui/alert'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { useBilingual } from '@/components/ui/use-bilingual'
import { startOfDay } from '@/lib/core/clock'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { RuleVersionView } from '@/lib/rulebook/editing/queries'
import { CompareWith } from './compare-with'
import { DraftActions } from './draft-actions'
import { draftIn } from './draft-in'
import { StartDraft } from './start-draft'
import { VersionStatus } from './version-status'

type Props = { kind: RuleKind; view: RuleVersionView; isJustPublished: boolean; children: ReactNode }

/** Shows one version: what it is, what it changes, and what is in it. */
export function VersionPage({ kind, view, isJustPublished, children }: Props) {
  const t = useTranslations('rules')
  const { version, changes, changesOfCurrent, current, compared } = view
  const draft = draftIn(view)
  const reasonNames = useReasonNames(view)
  return (
    <PageBody>
      <PageHeader
        above={
          <Breadcrumbs
            link={Link}
            items={[{ label: t(`kinds.${kind}.title`), href: PLACES[kind] }, { label: version }]}
          />
        }
        title={version}
        status={<VersionStatus head={view} />}
        lead={<Facts view={view} />}
      />
      <div className="flex flex-col gap-5">
        {isJustPublished ? (
          <Alert tone="success" isLive title={t('published.title')}>
            {t(`draft.takesEffect.${kind}`)} <RequiredFrom kind={kind} view={view} />
          </Alert>
        ) : null}
        {changesOfCurrent ? <Alert tone="warning">{t('draft.behind', { version: current })}</Alert> : null}
        {draft ? (
          <DraftActions
            kind={kind}
            version={version}
            draft={draft}
            changes={changesOfCurrent ?? changes}
            reasonNames={reasonNames}
            days={view.requiredFromDays}
          />
        ) : (
          <StartDraft kind={kind} basedOn={version}>
            {t('start.fromThis')}
          </StartDraft>
        )}
        {compared || view.others.length > 0 ? (
          <Card title={compared ? t('changes.title', { version: compared.version }) : t('changes.compare')}>
            {compared ? <ChangeList changes={compared.changes} reasonNames={reasonNames} /> : null}
            <p className="mt-3 empty:hidden">
              <RequiredFrom kind={kind} view={view} />
            </p>
            <CompareWith kind={kind} view={view} />
          </Card>
        ) : null}
        {children}
      </div>
    </PageBody>
  )
}

function Facts({ view: { status, by, at } }: { view: RuleVersionView }) {
  const t = useTranslations('rules')
  if (status === 'BUILT_IN' || !at) return t('list.builtIn')
  const key = status === 'DRAFT' ? 'list.draftBy' : 'list.publishedBy'
  return t.rich(key, { name: by ?? t('list.someone'), time: () => <Moment at={at} /> })
}

/** Says from when older letters than those of a published version are not accepted. */
function RequiredFrom({ kind, view: { status, requiredFrom } }: Pick<Props, 'kind' | 'view'>) {
  const t = useTranslations('rules.requiredFrom')
  const format = useFormatter()
  if (kind !== 'LETTERS' || status !== 'PUBLISHED') return null
  return requiredFrom ? t('since', { day: format.dateTime(startOfDay(requiredFrom), 'day') }) : t('never')
}

/** Names the reasons of a version of the catalogue; other rules have none. */
function useReasonNames({ content }: RuleVersionView): ReasonNames {
  const said = useBilingual()
  return 'reasons' in content ? Object.fromEntries(content.reasons.map(({ code, name }) => [code, said(name)])) : {}
}
