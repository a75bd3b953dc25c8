import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { readHandoverOf } from '@/lib/integrations/handovers/read-handover'
import { currentActor } from '@/lib/web/session'
import { finish } from './actions'

/**
 * Sends the form itself, without a script of ours: what is in this layout is loaded with every page of applicants. What
 * is refused shows the page again, without this line where there is no hand-over.
 */
const back = finish.bind(null, null) as unknown as (form: FormData) => Promise<void>

/** Says, on each page of a session that the platform handed over, which system did, and leads back to it. */
export async function HandedOver() {
  const actor = await currentActor()
  const handover = actor && (await readHandoverOf(actor))
  if (!handover) return null
  const t = await getTranslations('handover.banner')
  const { system, isVouched, host } = handover
  return (
    <aside aria-labelledby="handed-over" className="border-b bg-surface-sunken print:hidden">
      <div className="mx-auto flex max-w-form flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2 sm:px-6">
        <p id="handed-over" className="text-sm">
          {t(isVouched ? 'vouched' : 'text', { system })}
        </p>
        <form action={back}>
          <Button type="submit" variant="secondary" size="small">
            {t('back', { host })}
          </Button>
        </form>
      </div>
    </aside>
  )
}
