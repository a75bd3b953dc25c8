import { Upload, type UploadOptions } from 'tus-js-client'
import type { Checked } from '@/components/capture/asked'
import { pageOf } from '@/components/forms/sign-in-again'
import { fingerprintOf, rememberedUploads, slotOf } from './remembered-uploads'
import type { UploadPlace } from './upload'

/** Makes an upload by tus 1.0 for a slot. It is loaded when a page has come, not before it is seen. */
export function makeUpload({ file, doubts }: Checked, place: UploadPlace, options: UploadOptions): Upload {
  const { qualificationId, kind, senderSignatureId, isPhone } = place
  return new Upload(file, {
    endpoint: new URL(isPhone ? '/api/phone/tus' : '/api/tus', window.location.href).href,
    metadata: {
      filename: file.name,
      qualificationId,
      kind,
      signature: senderSignatureId ?? '',
      doubts: doubts.join(),
      person: pageOf() ?? '',
    },
    retryDelays: null,
    urlStorage: rememberedUploads,
    fingerprint: () => fingerprintOf(file, slotOf(place)),
    removeFingerprintOnSuccess: true,
    onAfterResponse(request, answer) {
      // The sender would start a file again where its state can't be read.
      if (request.getMethod() === 'HEAD' && answer.getStatus() >= 500) throw new Error('Not now')
    },
    ...options,
  })
}
