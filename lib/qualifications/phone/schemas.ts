import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'

/** A longer token than any that was issued is no token. */
export const PhoneLinkInput = z.object({ token: z.string().max(100) })

/** Parses the code of a link to a letter, as people type it. */
export const LetterLinkCode = z.object({
  token: z.string().max(100),
  code: z
    .string()
    .max(20)
    .transform((text) => text.normalize('NFKC').replaceAll(/\s/g, ''))
    .refine((code) => /^\d{6}$/.test(code), 'CODE_FORMAT'),
})

export const PhoneFileInput = z.object({ fileId: IdText })
