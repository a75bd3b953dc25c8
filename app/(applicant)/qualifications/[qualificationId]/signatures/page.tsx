import { getTranslations } from 'next-intl/server'
import { newId } from '@/lib/core/ids'
import { isOnBehalf } from '@/lib/letters/parties'
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
    signature: { id: newId(), text: '', source: source?.source ?? 'OWN_NAME', isOnBehalf: false },
    sample: { id: newId(), text: '' },
  }
  /** Before there is any, and when one was asked for without scripts. */
  const isNew = (list: 'signature' | 'sample', rows: readonly unknown[]) => rows.length === 0 || add === list
  return (
    <TaskPage draft={draft} task="signatures" title={t('title')} lead={t('lead')}>
      <SignaturesForm
        qualificationId={draft.id}
        kind={draft.kind}
        isOnBehalf={isOnBehalf(draft)}
        rules={{ signatures: rules.signatures, samples: rules.samples }}
        locks={draft.locks}
        answers={draft.fields}
        signatures={isNew('signature', signatures) ? [...signatures, blank.signature] : signatures}
        samples={isNew('sample', samples) ? [...samples, blank.sample] : samples}
        seen={draft.seen.signatures}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
