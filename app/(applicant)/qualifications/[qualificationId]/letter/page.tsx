import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { LetterSheet } from '@/components/letters/letter-sheet'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { DomainError } from '@/lib/core/errors'
import { issueLetters } from '@/lib/qualifications/issue-letters'
import { requireActor } from '@/lib/web/session'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { SlotCard } from '../_components/slot-card'
import { TaskPage } from '../_components/task-page'
import { LetterSteps } from './_components/letter-steps'

export async function generateMetadata() {
  return { title: (await getTranslations('letters'))('title') }
}

export default async function LetterPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('letters')
  const words = await getTranslations('applicant.letter')
  const letters = await lettersOf(draft.id, words('platform'))
  const slot = draft.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
  return (
    <TaskPage draft={draft} task="letter" title={t('title')} lead={letters ? t('intro') : undefined}>
      {letters ? (
        <>
          <LetterSteps />
          {letters.map((letter) => (
            <LetterSheet key={letter.variant} letter={letter} />
          ))}
        </>
      ) : (
        <Alert
          tone="warning"
          title={t('incomplete')}
          action={
            <>
              <Button asChild size="small">
                <Link href={`/qualifications/${draft.id}/identity`}>{words('toIdentity')}</Link>
              </Button>
              <Button asChild size="small">
                <Link href={`/qualifications/${draft.id}/signatures`}>{words('toSignatures')}</Link>
              </Button>
            </>
          }
        />
      )}
      <div className="mt-8 print:hidden">
        {slot ? <SlotCard qualificationId={draft.id} held={slot} rules={draft.rules} answers={draft.fields} /> : null}
        <div className="mt-6 flex flex-wrap items-center gap-3 border-t pt-5">
          <Button asChild variant="primary">
            <Link href={`/qualifications/${draft.id}/check`}>{words('continue')}</Link>
          </Button>
          <Button asChild>
            <Link href={`/qualifications/${draft.id}`}>{words('later')}</Link>
          </Button>
        </div>
      </div>
    </TaskPage>
  )
}

/** The letters; null while what stands on them isn't there yet. */
async function lettersOf(qualificationId: string, platform: string) {
  try {
    return await issueLetters(await requireActor(), qualificationId, platform)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INCOMPLETE') return null
    throw error
  }
}
