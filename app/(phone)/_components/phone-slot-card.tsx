import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { shapeOf } from '@/components/capture/shape'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { PhonePage, PhoneSlot } from '@/lib/qualifications/phone/read-phone-page'
import { documentWordsKey, wordsOf } from '@/lib/rulebook/words'
import { PhoneFiles } from './phone-files'
import { usePhoneSlotName } from './phone-slot-name'
import { idOf, slotPath } from './slot-path'

type Props = {
  page: PhonePage
  held: PhoneSlot
  /** Holds the slot that is photographed after this one. */
  next: PhoneSlot | undefined
  /** Says whether it is the letter of a link. */
  isForwarded?: boolean
}

/** Shows what a slot requires, what the phone sent for it, and the upload while there is room. */
export function PhoneSlotCard({ page, held, next, isForwarded = false }: Props) {
  const t = useTranslations()
  const nameOf = usePhoneSlotName(page)
  const name = nameOf(held)
  const { slot, senderSignatureId, hasRoom, files } = held
  const { kind, max, mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide } = slot
  const key = documentWordsKey(kind, page.answers, page.kind === 'ORGANISATION')
  return (
    <Card id={idOf(held)} title={name}>
      <p className="max-w-measure">{t(`rulebook.documents.${key}.instructions`, { ...wordsOf(page.answers), max })}</p>
      {hasRoom ? null : (
        <Alert tone="info" className="mt-4">
          {t(max === 1 ? 'phone.page.noRoom' : 'phone.page.full')}
        </Alert>
      )}
      <PhoneFiles
        kind={kind}
        senderSignatureId={senderSignatureId}
        name={name}
        files={files}
        hasRoom={hasRoom}
        isMultiple={max > 1}
        limits={{ mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide }}
        shape={shapeOf(kind)}
        isForwarded={isForwarded}
      />
      {next && (files.length > 0 || !hasRoom) ? (
        <Button asChild variant="primary" className="mt-4">
          <Link href={slotPath(next)} prefetch={false}>
            {t('phone.page.next', { name: nameOf(next) })}
          </Link>
        </Button>
      ) : null}
    </Card>
  )
}
