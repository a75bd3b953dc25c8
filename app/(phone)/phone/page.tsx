import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { MinutesLeft } from '@/components/documents/minutes-left'
import { PageHeader } from '@/components/layout/page-header'
import { RecipientsFold } from '@/components/privacy/recipients'
import { type PhoneSlot, readPhonePage } from '@/lib/qualifications/phone/read-phone-page'
import { currentPhone } from '@/lib/web/cookies/phone'
import { FinishForm } from '../_components/finish-form'
import { LookAgain } from '../_components/look-again'
import { PhoneSlotCard } from '../_components/phone-slot-card'
import { idOf, slotPath } from '../_components/slot-path'
import { PhoneClosed } from './_components/phone-closed'
import { SlotLinks } from './_components/slot-links'

export async function generateMetadata() {
  return { title: (await getTranslations('phone'))('title') }
}

/** Shows the one page of a phone: a slot at a time, and what the phone itself sent. It reads no session. */
export default async function PhonePage({ searchParams }: PageProps<'/phone'>) {
  const [t, found, { slot: wanted }] = await Promise.all([getTranslations('phone'), currentPhone(), searchParams])
  if (!found) return <PhoneClosed because="NONE" />
  if ('ended' in found) {
    if (found.letter) redirect('/forwarded')
    return <PhoneClosed because={found.ended} />
  }
  if (found.phone.letter) redirect('/forwarded')
  const page = await readPhonePage(found.phone)
  if (!page) return <PhoneClosed because="SUBMITTED" /> // since the line before
  const { slots } = page
  const shown = slots.find((slot) => idOf(slot) === wanted)
  const first = slots.find(isNext) ?? slots[0]
  // The slot is in the address: the page stays at it when it is read again, and nobody loses sight of what they sent.
  if (!shown && first) redirect(slotPath(first))
  const next = slots.find((slot) => slot !== shown && isNext(slot))
  return (
    <>
      <PageHeader title={t('title')} lead={t('page.lead')} />
      <div className="mb-4">
        <MinutesLeft key={found.secondsLeft} seconds={found.secondsLeft} />
      </div>
      {shown ? <PhoneSlotCard key={idOf(shown)} page={page} held={shown} next={next} /> : null}
      <LookAgain
        isNeeded={slots.some(({ files }) => files.some(({ state }) => state === 'RECEIVED'))}
        path={shown ? slotPath(shown) : '/phone'}
      />
      <SlotLinks page={page} shown={shown} />
      <RecipientsFold className="mt-6 text-sm" />
      <FinishForm />
    </>
  )
}

/** Returns whether it is still to be photographed, for the first time or again. */
const isNext = ({ slot, hasRoom, files }: PhoneSlot) =>
  slot.min > 0 && hasRoom && files.every(({ state }) => state === 'REFUSED')
