import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { KindTabs } from '@/components/rules/kind-tabs'
import { pathOf } from '@/components/rules/places'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Moment } from '@/components/ui/moment'
import type { RuleKind } from '@/lib/db/generated/enums'
import { listRuleVersions, type RuleVersionHead } from '@/lib/rulebook/editing/queries'
import { pageActor } from '@/lib/web/session'
import { StartDraft } from './start-draft'
import { VersionTable } from './version-table'

/** Lists every version of a kind of rules: what is in force, what was, and the draft of what will be. */
export async function VersionsPage({ kind }: { kind: RuleKind }) {
  const actor = await pageActor('rules.manage')
  const [versions, t] = await Promise.all([listRuleVersions(actor, kind), getTranslations('rules')])
  const draft = versions.find(({ status }) => status === 'DRAFT')
  const current = versions.find(({ isCurrent }) => isCurrent)
  return (
    <PageBody>
      <KindTabs kind={kind} />
      <PageHeader title={t(`kinds.${kind}.title`)} lead={t(`kinds.${kind}.lead`)} />
      <div className="flex flex-col gap-5">
        {draft ? <TheDraft kind={kind} draft={draft} /> : null}
        {!draft && current ? (
          <StartDraft kind={kind} basedOn={current.version}>
            {t('start.fromCurrent')}
          </StartDraft>
        ) : null}
        <VersionTable kind={kind} versions={versions} />
      </div>
    </PageBody>
  )
}

async function TheDraft({ kind, draft }: { kind: RuleKind; draft: RuleVersionHead }) {
  const t = await getTranslations('rules')
  const { version, by, at } = draft
  return (
    <Alert
      title={t('list.draft', { version })}
      action={
        <Button asChild variant="primary" size="small">
          <Link href={pathOf(kind, version)}>{t('list.continue')}</Link>
        </Button>
      }
    >
      {t.rich('list.draftBy', { name: by ?? t('list.someone'), time: () => (at ? <Moment at={at} /> : null) })}
    </Alert>
  )
}
