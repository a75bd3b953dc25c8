import { RotateCw } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { pageActor } from '@/lib/web/session'
import { readOperations } from '@/lib/worker/operations/read-operations'
import { Attention } from './_components/attention'
import { FailedJobs } from './_components/failed-jobs'
import { Incidents } from './_components/incidents'
import { Installation } from './_components/installation'
import { Messages } from './_components/messages'
import { Summary } from './_components/summary'
import { Watched } from './_components/watched'
import { subjectsOf } from './_components/watched-subjects'
import { Workers } from './_components/workers'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations'))('title') }
}

/** Shows operators what health and doctor know of the portal itself. */
export default async function OperationsPage() {
  const actor = await pageActor('operations.read')
  const [now, t] = await Promise.all([readOperations(actor), getTranslations('operations')])
  const subjects = subjectsOf(now)
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button asChild>
            <a href="/operations">
              <RotateCw aria-hidden />
              {t('reload')}
            </a>
          </Button>
        }
      />
      <div className="flex flex-col gap-4">
        <Summary at={now.at} subjects={subjects} />
        <Attention subjects={subjects} />
        <Watched state="NOT_KNOWN" subjects={subjects} />
        <Watched state="DOES_NOT_HOLD" subjects={subjects} />
        <Watched state="UNUSED" subjects={subjects} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <Workers workers={now.workers} at={now.at} />
            <Messages messages={now.messages} at={now.at} />
            <FailedJobs jobs={now.failedJobs} />
          </div>
          <Installation now={now} />
        </div>
        <Incidents incidents={now.incidents} at={now.at} />
        <p className="max-w-measure text-text-muted">
          {t.rich('doctor', { command: (words) => <code className="font-mono whitespace-nowrap">{words}</code> })}
        </p>
      </div>
    </PageBody>
  )
}
