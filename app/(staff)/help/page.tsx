import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { KeyList } from '@/components/keys/key-list'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { RoleTable } from '@/components/staff/role-table'
import { Card } from '@/components/ui/card'
import { env } from '@/lib/core/env'
import { QualificationKind } from '@/lib/db/generated/enums'
import { currentReasons, currentRulebook } from '@/lib/rulebook/registry'
import { pageColleague } from '@/lib/web/session'
import { HowToJudge } from './_components/how-to-judge'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.help'))('title') }
}

/** Shows staff how to judge, in the words of the rules and the reasons that apply now, the keys, and the roles. */
export default async function HelpPage() {
  await pageColleague()
  const [t, tKinds, tKeys, tRoles, rulebook, reasons] = await Promise.all([
    getTranslations('review.help'),
    getTranslations('review.queue.kinds'),
    getTranslations('review.keys'),
    getTranslations('admin.roleTable'),
    currentRulebook(),
    currentReasons(),
  ])
  const kinds = Object.values(QualificationKind).flatMap((kind) => {
    const rules = rulebook.kinds[kind]
    return rules ? [{ kind, rules }] : []
  })
  const sections = [
    ...kinds.map(({ kind }) => ({ id: kind, title: t('judge', { kind: tKinds(kind) }) })),
    { id: 'keys', title: tKeys('title') },
    { id: 'roles', title: tRoles('title') },
  ]
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <nav aria-label={t('contents')} className="mb-4">
        <ul className="flex flex-wrap gap-x-5">
          {sections.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`} className="link inline-flex min-h-11 items-center">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex max-w-5xl flex-col gap-5">
        {kinds.map(({ kind, rules }) => (
          <Card key={kind} id={kind} title={t('judge', { kind: tKinds(kind) })}>
            <HowToJudge kind={kind} rules={rules} catalogue={reasons} />
          </Card>
        ))}
        <Card id="keys" title={tKeys('title')}>
          <KeyList canUndoSent={env().UNDO_SECONDS > 0} />
        </Card>
        <Card id="roles" title={tRoles('title')}>
          <p className="mb-3 max-w-measure text-text-muted">{tRoles('lead')}</p>
          <RoleTable />
        </Card>
      </div>
    </PageBody>
  )
}
