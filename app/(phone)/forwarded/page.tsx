import { redirect } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { LetterSteps } from '@/components/letters/letter-steps'
import { Alert } from '@/components/ui/alert'
import { Moment } from '@/components/ui/moment'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { PhoneActor } from '@/lib/actor/actor'
import { SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { countPages } from '@/lib/qualifications/draft/letters/count-pages'
import type { IssuedLetter } from '@/lib/qualifications/draft/letters/issue-letters'
import { forwardedLetter } from '@/lib/qualifications/phone/open-forwarded-letter'
import { readPhonePage } from '@/lib/qualifications/phone/read-phone-page'
import { currentPhone } from '@/lib/web/cookies/phone'
import { FinishForm } from '../_components/finish-form'
import { LookAgain } from '../_components/look-again'
import { PhoneSlotCard } from '../_components/phone-slot-card'
import { ForwardedClosed } from './_components/forwarded-closed'

export async function generateMetadata() {
  return { title: (await getTranslations('forwarded'))('title') }
}

/**
 * The one page of a link to a letter, once its code was given: the letter to print, and the upload of the signed one.
 */
export default async function ForwardedPage() {
  const [t, found] = await Promise.all([getTranslations('forwarded.page'), currentPhone()])
  if (!found) return <ForwardedClosed because="NONE" />
  if ('ended' in found) {
    if (!found.letter) redirect('/phone')
    return <ForwardedClosed because={found.ended} />
  }
  if (!found.phone.letter) redirect('/phone')
  const [page, shown] = await Promise.all([readPhonePage(found.phone), letterOf(found.phone)])
  if (!page || shown === 'CLOSED') return <ForwardedClosed because="SUBMITTED" /> // since the lines before
  const letter = shown === 'UNNAMED' ? null : shown
  const [held] = page.slots
  const isNothingToSign = shown === 'UNNAMED' && held?.files.length === 0
  return (
    <>
      <Head letter={letter} secondsLeft={found.secondsLeft} />
      {letter ? (
        <LetterSteps href="/api/phone/letter" letter={letter.letter} pages={letter.pages} isOwn={false} />
      ) : (
        <Alert tone="warning">{t(shown === 'UNNAMED' ? 'unnamed' : 'incomplete')}</Alert>
      )}
      <div className="mt-6">
        {isNothingToSign ? null : held ? (
          <PhoneSlotCard page={page} held={held} next={undefined} isForwarded />
        ) : (
          <p>{t('gone')}</p>
        )}
      </div>
      <LookAgain isNeeded={held?.files.some(({ state }) => state === 'RECEIVED') ?? false} path="/forwarded" />
      <FinishForm isForwarded />
    </>
  )
}

type Shown = IssuedLetter & { pages: number }

function Head({ letter, secondsLeft }: { letter: Shown | null; secondsLeft: number }) {
  const t = useTranslations('forwarded')
  const words = useBilingual()
  const endsAt = new Date(Date.now() + secondsLeft * SECOND)
  return (
    <>
      <PageHeader title={letter ? words(letter.letter.title) : t('title')} lead={t('page.lead')} />
      <p className="mb-4 text-sm text-text-muted">{t.rich('page.until', { time: () => <Moment at={endsAt} /> })}</p>
    </>
  )
}

/** Returns the letter; null while something that is printed on it is missing, UNNAMED while that is whom it is for. */
async function letterOf(phone: PhoneActor): Promise<Shown | null | 'CLOSED' | 'UNNAMED'> {
  try {
    const issued = await forwardedLetter(phone)
    return { ...issued, pages: await countPages(issued) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'OPERATOR_UNNAMED') return 'UNNAMED'
    return error.code === 'INVALID_STATE' || error.code === 'CONFLICT' ? 'CLOSED' : null
  }
}
