'use server'

import { revalidatePath } from 'next/cache'
import { choose } from '@/lib/web/cookies/preferences'

export async function choosePreference(form: FormData): Promise<void> {
  await choose({ locale: form.get('locale'), theme: form.get('theme') })
  revalidatePath('/', 'layout')
}
