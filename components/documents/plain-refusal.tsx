'use client'
import { useSearchParams } from 'next/navigation'
import { slotId } from '@/components/qualifications/part-name'
import { Alert } from '@/components/ui/alert'
import type { UploadPlace } from './upload'
import { useProblemWords } from './use-problem-words'

/** Shows why a file from the form without scripts was not accepted: the address that the portal returned to says so. */
export function PlainRefusal({ place: { kind, senderSignatureId } }: { place: UploadPlace }) {
  const words = useProblemWords()
  const { refused, slot, ...said } = Object.fromEntries(useSearchParams())
  if (!refused || slot !== slotId(kind, senderSignatureId)) return null
  // The address may contain anything: only figures and names of formats are repeated.
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
