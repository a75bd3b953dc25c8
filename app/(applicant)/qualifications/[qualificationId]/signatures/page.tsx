import { getTranslations } from 'next-intl/server'
import { newId } from '@/lib/core/ids'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { TaskPage } from '../_components/task-page'
import { SignaturesForm } from './_components/signatures-form'

type Props = TaskPageProps & { searchParams: Promise<{ add?: string | string[] }> }

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.signatures'))('title') }
}

export default async function SignaturesPage({ params, searchParams }: Props) {
  const draft = await ownDraft(params)
  const { add } = await searchParams
  const t = await getTranslations('applicant.signatures')
  const { signatures, samples, rules } = draft
  const [source] = rules.signatures.sources
  const blank = {
    signature: { id: newId(), text: '', source: source?.source ?? 'OWN_NAME' },
    sample: { id: newId(), text: '' },
  }
  return (
    <TaskPage draft={draft} task="signatures" title={t('title')} lead={t('lead')}>
      <SignaturesForm
        qualificationId={draft.id}
        rules={{ signatures: rules.signatures, samples: rules.samples }}
        signatures={signatures.length === 0 || add === 'signature' ? [...signatures, blank.signature] : signatures}
        samples={samples.length === 0 || add === 'sample' ? [...samples, blank.sample] : samples}
        seen={draft.seen.signatures}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
