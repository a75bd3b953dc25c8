import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Card } from '@/components/ui/card'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { RuleVersionView } from '@/lib/rules/queries'
import { PLACES } from '../places'
import { BeginDraft } from './begin-draft'
import { ChangeList } from './change-list'
import { DraftActions } from './draft-actions'
import { draftIn } from './draft-in'
import { VersionStatus } from './version-status'

type Props = { kind: RuleKind; view: RuleVersionView; isJustPublished: boolean; children: ReactNode }

/** One version: what it is, what it changes, and what is in it. */
export function VersionPage({ kind, view, isJustPublished, children }: Props) {
  const t = useTranslations('rules')
  const { version, basedOn, changes, changesOfCurrent, current } = view
  const draft = draftIn(view)
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
            {t(`draft.takesEffect.${kind}`)}
          </Alert>
        ) : null}
        {changesOfCurrent ? <Alert tone="warning">{t('draft.behind', { version: current })}</Alert> : null}
        {draft ? (
          <DraftActions kind={kind} version={version} draft={draft} changes={changesOfCurrent ?? changes} />
        ) : (
          <BeginDraft kind={kind} basedOn={version}>
            {t('begin.fromThis')}
          </BeginDraft>
        )}
        {basedOn ? (
          <Card title={t('changes.title', { version: basedOn })}>
            <ChangeList changes={changes} />
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
  return t.rich(key, { name: by ?? t('list.someone'), time: () => <ViewerTime at={at} /> })
}
