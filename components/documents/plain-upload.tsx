'use client'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { slotId } from '@/components/qualifications/part-name'
import { Button } from '@/components/ui/button'
import type { UploadPlace } from './upload'

type Props = { label: string; place: UploadPlace; accept: string; isMultiple: boolean }

/** Shows a form for browsers without scripts: it sends whole files, and returns to this page. */
export function PlainUpload({ label, place, accept, isMultiple }: Props) {
  const t = useTranslations('common.upload')
  const path = usePathname()
  const { qualificationId, kind, senderSignatureId, isPhone } = place
  const slot = slotId(kind, senderSignatureId)
  // A phone's page shows one slot at a time.
  const query = new URLSearchParams({ back: `${path}${isPhone ? `?slot=${slot}` : ''}#${slot}` })
  if (senderSignatureId) query.set('signature', senderSignatureId)
  return (
    <form
      method="post"
      encType="multipart/form-data"
      action={`/api/${isPhone ? 'phone' : `qualifications/${qualificationId}`}/documents/${kind}?${query.toString()}`}
      className="mt-2 flex flex-wrap items-center gap-3"
    >
      <input
        type="file"
        name="file"
        aria-label={label}
        accept={accept}
        multiple={isMultiple}
        required
        className="min-h-11 max-w-full text-sm file:mr-3 file:min-h-11 file:rounded-md file:border file:bg-surface file:px-4"
      />
      <Button type="submit">{t('send')}</Button>
    </form>
  )
}
