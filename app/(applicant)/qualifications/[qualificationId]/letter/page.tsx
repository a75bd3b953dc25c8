import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { DomainError } from '@/lib/core/errors'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { LetterVariant } from '@/lib/letters/letter-text'
import { issueLetters } from '@/lib/qualifications/issue-letters'
import { taskOfSlot } from '@/lib/qualifications/tasks'
import { requireActor } from '@/lib/web/session'
import { AcceptedFold } from '../_components/accepted-fold'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { SlotCard } from '../_components/slot-card'
import { TaskPage } from '../_components/task-page'
import { LetterToSign } from './_components/letter-to-sign'
import { MissingOnLetters } from './_components/missing-on-letters'

export async function generateMetadata() {
  return { title: (await getTranslations('letters'))('title') }
}

export default async function LetterPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('letters')
  const words = await getTranslations('applicant.letter')
  const letters = await lettersOf(draft.id, words('platform'))
  const slots = draft.slots.filter(({ slot }) => taskOfSlot(slot.kind) === 'letter')
  const open = slots.filter(({ lock }) => !lock.isLocked)
  const locked = slots.filter(({ lock }) => lock.isLocked)
  // A letter that was accepted is not signed again.
  const toSign = letters?.flatMap((letter) => {
    const held = open.find(({ slot }) => slot.kind === SLOT_OF_LETTER[letter.variant])
    return held ? [{ letter, held }] : []
  })
  return (
    <TaskPage
      draft={draft}
      task="letter"
      title={t('title')}
      lead={toSign?.[0] ? t('intro', { variant: toSign[0].letter.variant }) : undefined}
    >
      {toSign ? (
        toSign.map(({ letter, held }, index) => (
          <LetterToSign key={letter.variant} letter={letter} isFirst={index === 0}>
            <SlotCard draft={draft} held={held} />
          </LetterToSign>
        ))
      ) : (
        <>
          <MissingOnLetters draft={draft} />
          <div className="mt-8 flex flex-col gap-5">
            {open.map((held) => (
              <SlotCard key={held.slot.kind} draft={draft} held={held} />
            ))}
          </div>
        </>
      )}
      <AcceptedFold count={locked.length}>
        {locked.map((held) => (
          <SlotCard key={held.slot.kind} draft={draft} held={held} />
        ))}
      </AcceptedFold>
      <div className="mt-6 flex flex-wrap items-center gap-3 border-t pt-5 print:hidden">
        <Button asChild variant="primary">
          <Link href={`/qualifications/${draft.id}/check`}>{words('continue')}</Link>
        </Button>
        <Button asChild>
          <Link href={`/qualifications/${draft.id}`}>{words('later')}</Link>
        </Button>
      </div>
    </TaskPage>
  )
}

const SLOT_OF_LETTER: Readonly<Record<LetterVariant, DocumentKind>> = {
  INDIVIDUAL: 'COMMITMENT_LETTER',
  ORGANISATION: 'COMMITMENT_LETTER',
  ORGANISATION_WITHOUT_SEAL: 'COMMITMENT_LETTER',
  AUTHORISATION: 'AUTHORISATION_LETTER',
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
