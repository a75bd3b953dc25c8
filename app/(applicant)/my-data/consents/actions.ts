'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { getLocale } from 'next-intl/server'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { ConsentInput, GiveConsentInput } from '@/lib/privacy/consents/consent-schemas'
import { giveConsent } from '@/lib/privacy/consents/give-consent'
import { withdrawConsent } from '@/lib/privacy/consents/withdraw-consent'
import { formAction } from '@/lib/web/actions/form-action'

/**
 * Gives a consent again, on the page of consents, or on one that waits for it, which is then shown as it is with it.
 */
export const give = formAction('consent.give', GiveConsentInput, async (actor, { here, ...input }) => {
  const locale = await getLocale()
  const { resumed } = await giveConsent(actor, { ...input, locale: isLocale(locale) ? locale : DEFAULT_LOCALE })
  if (here) return revalidatePath('/qualifications', 'layout')
  redirect(`/my-data/consents?given=${input.statement}&resumed=${resumed.length}`)
})

export const withdraw = formAction('consent.withdraw', ConsentInput, async (actor, input) => {
  const { withdrawn, suspended } = await withdrawConsent(actor, input)
  redirect(`/my-data/consents?withdrawn=${withdrawn.length}&suspended=${suspended.length}`)
})
