'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { slotId } from '@/components/qualifications/part-name'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { UploadPlace } from './send-file'
import { useProblemWords } from './use-problem-words'

type Props = { label: string; place: UploadPlace; accept: string; isMultiple: boolean }

/** For a browser without scripts: a form that sends files whole, and comes back to this page. */
export function PlainUpload({ label, place, accept, isMultiple }: Props) {
  const t = useTranslations('common.upload')
  const path = usePathname()
  const { qualificationId, kind, senderSignatureId } = place
  const query = new URLSearchParams({ back: `${path}#${slotId(kind, senderSignatureId)}` })
  if (senderSignatureId) query.set('signature', senderSignatureId)
  return (
    <form
      method="post"
      encType="multipart/form-data"
      action={`/api/qualifications/${qualificationId}/documents/${kind}?${query.toString()}`}
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

/** Why a file that was sent so was not taken: it stands in the address that the portal came back to. */
export function PlainRefusal({ place: { kind, senderSignatureId } }: Pick<Props, 'place'>) {
  const words = useProblemWords()
  const { refused, slot, ...said } = Object.fromEntries(useSearchParams())
  if (!refused || slot !== slotId(kind, senderSignatureId)) return null
  // Whoever made the address may have written anything: figures and names of formats are all that is repeated.
  const params = Object.entries(said).flatMap(([name, value]): [string, string | number][] => {
    if (/^\d{1,9}$/.test(value)) return [[name, Number(value)]]
    return /^[\w /]{1,60}$/.test(value) ? [[name, value]] : []
  })
  return (
    <Alert tone="danger" className="mt-2">
      {words({ code: refused, params: Object.fromEntries(params) })}
    </Alert>
  )
}
