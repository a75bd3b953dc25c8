import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { FileWatch } from '@/components/documents/file-watch'
import { AcceptedFold } from '@/components/qualifications/accepted-fold'
import { TaskPage } from '@/components/qualifications/task-page'
import { Button } from '@/components/ui/button'
import { DomainError } from '@/lib/core/errors'
import { countPages } from '@/lib/qualifications/draft/letters/count-pages'
import { SLOT_OF_LETTER } from '@/lib/qualifications/draft/letters/draft-letters'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { taskOfSlot } from '@/lib/qualifications/draft/tasks'
import { readLetterLinks } from '@/lib/qualifications/phone/read-letter-links'
import { documentName } from '@/lib/rulebook/part-names'
import { requireActor } from '@/lib/web/session'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { SlotCard } from '../_components/slot-card'
import { ForwardedFiles } from './_components/forward/forwarded-files'
import { Forwarding } from './_components/forward/forwarding'
import { LetterToSign } from './_components/letter-to-sign'
import { MissingOnLetters } from './_components/missing-on-letters'
import { MissingPages } from './_components/missing-pages'
import { PageChoices } from './_components/page-choices'
import { TextNote } from './_components/text-note'
import { UnnamedOperator } from './_components/unnamed-operator'

export async function generateMetadata() {
  return { title: (await getTranslations('letters'))('title') }
}

export default async function LetterPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('letters')
  const words = await getTranslations('applicant.letter')
  const all = await getTranslations()
  const [found, links] = await Promise.all([lettersOf(draft.id), readLetterLinks(await requireActor(), draft.id)])
  const isUnnamed = found === 'UNNAMED'
  const letters = isUnnamed ? null : found
  const slots = draft.slots.filter(({ slot }) => taskOfSlot(slot.kind) === 'letter')
  const open = slots.filter(({ lock }) => !lock.isLocked)
  const locked = slots.filter(({ lock }) => lock.isLocked)
  // A letter that was accepted is not signed again.
  const toSign = letters?.flatMap(({ letter, pages }) => {
    const held = open.find(({ slot }) => slot.kind === SLOT_OF_LETTER[letter.variant])
    return held ? [{ letter, pages, held }] : []
  })
  return (
    <TaskPage
      draft={draft}
      task="letter"
      title={t('title')}
      lead={toSign?.[0] ? t('intro', { variant: toSign[0].letter.variant }) : undefined}
    >
      {draft.isBeingRead ? <FileWatch qualificationId={draft.id} /> : null}
      {open.length > 0 ? <TextNote text={draft.letterText} /> : null}
      {toSign ? (
        toSign.map(({ letter, pages, held }, index) => (
          <LetterToSign
            key={letter.variant}
            qualificationId={draft.id}
            letter={letter}
            pages={pages}
            isFirst={index === 0}
            forwarding={<Forwarding qualificationId={draft.id} letter={held.slot.kind} links={links} />}
          >
            <ForwardedFiles
              qualificationId={draft.id}
              held={held}
              name={documentName(all, held.slot.kind, { rules: draft.rules, answers: draft.fields })}
            />
            <MissingPages pages={pages} held={held} findings={draft.findings} />
            <SlotCard
              draft={draft}
              held={held}
              pageChoices={(page, number) => <PageChoices qualificationId={draft.id} page={page} number={number} />}
            />
          </LetterToSign>
        ))
      ) : (
        <>
          {isUnnamed ? null : <MissingOnLetters draft={draft} />}
          {isUnnamed && open.length > 0 ? <UnnamedOperator /> : null}
          <div className="mt-8 flex flex-col gap-5">
            {open
              .filter(({ slot, pages }) => !isUnnamed || slot.kind !== 'COMMITMENT_LETTER' || pages.length > 0) // there is nothing to sign yet
              .map((held) => (
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

/**
 * Returns the letters; null while something that is printed on them is missing, UNNAMED while that is whom they are
 * for.
 */
async function lettersOf(qualificationId: string) {
  try {
    const issued = await issueLetters(await requireActor(), qualificationId)
    return await Promise.all(issued.map(async (one) => ({ ...one, pages: await countPages(one) })))
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INCOMPLETE') return null
    if (error instanceof DomainError && error.code === 'OPERATOR_UNNAMED') return 'UNNAMED'
    throw error
  }
}
