import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { PhonePage, PhoneSlot } from '@/lib/qualifications/phone/read-phone-page'
import { usePhoneSlotName } from '../../_components/phone-slot-name'
import { idOf, slotPath } from '../../_components/slot-path'

/** Lists all slots, with what the phone did for each. */
export function SlotLinks({ page, shown }: { page: PhonePage; shown: PhoneSlot | undefined }) {
  const t = useTranslations('phone.page')
  const nameOf = usePhoneSlotName(page)
  return (
    <nav aria-label={t('list')} className="mt-6">
      <h2 className="mb-2 text-lg">{t('list')}</h2>
      <ul className="divide-y rounded-md border bg-surface">
        {page.slots.map((held) => {
          return (
            <li key={idOf(held)} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2">
              <Link
                href={slotPath(held)}
                prefetch={false}
                className="link min-w-0 py-2"
                {...(held === shown ? { 'aria-current': 'true' as const } : {})}
              >
                {nameOf(held)}
              </Link>
              <SlotState held={held} />
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function SlotState({ held: { slot, files, hasRoom } }: { held: PhoneSlot }) {
  const t = useTranslations('phone.page.slot')
  const count = files.filter(({ state }) => state === 'READY').length
  if (files.some(({ state }) => state === 'RECEIVED')) return <StatusBadge tone="info">{t('checking')}</StatusBadge>
  if (files.some(({ state }) => state === 'REFUSED')) return <StatusBadge tone="warning">{t('refused')}</StatusBadge>
  if (count > 0) return <StatusBadge tone="success">{t('sent', { count })}</StatusBadge>
  if (!hasRoom) return <StatusBadge tone="success">{t('other')}</StatusBadge>
  return <StatusBadge>{t(slot.min > 0 ? 'open' : 'optional')}</StatusBadge>
}
