import { getTranslations } from 'next-intl/server'
import { TaskPage } from '@/components/qualifications/task-page'
import { newId } from '@/lib/core/ids'
import { taskOfSlot } from '@/lib/qualifications/draft/tasks'
import { isOnBehalf } from '@/lib/rulebook/letters/parties'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { slotNamesOf } from '../_components/slot-names'
import { Evidence } from './_components/evidence'
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
  /** Returns whether a new row is shown: before there is any, and when one was added without scripts. */
  const isNew = (list: 'signature' | 'sample', rows: readonly unknown[]) => rows.length === 0 || add === list
  const evidence = draft.slots.flatMap((held) =>
    held.senderSignatureId && taskOfSlot(held.slot.kind) === 'signatures'
      ? [[held.senderSignatureId, <Evidence key={held.senderSignatureId} draft={draft} held={held} />] as const]
      : [],
  )
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
        evidence={Object.fromEntries(evidence)}
        slotNames={await slotNamesOf(draft)}
        seen={draft.seen.signatures}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
