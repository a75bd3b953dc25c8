import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { useSaid } from '@/components/ui/use-said'
import type { Refusal } from '@/lib/qualifications/refusals'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { mendingPath, partName } from './part-name'

type Props = {
  refusals: readonly (Refusal & { isMended?: boolean })[]
  rules: KindRules
  answers: Readonly<Record<string, string>>
  /** Given where they stand under a heading of their own: each then leads to the page that mends it. */
  qualificationId?: string
  /** Nothing can be mended any more. */
  isFinal?: boolean
}

/** What was refused, part by part: why, and how to mend it. A reviewer sees it so, too, before it is sent. */
export function RefusalNotes({ refusals, rules, answers, qualificationId, isFinal = false }: Props) {
  const t = useTranslations()
  const said = useSaid()
  if (refusals.length === 0) return null

  return (
    <div className="mb-6 flex flex-col gap-3 print:hidden">
      {refusals.map((refusal) => {
        const part = partName(t, rules, answers, refusal)
        const isNamedOnly = isFinal || (qualificationId && !refusal.isMended)
        const title = refusal.isMended ? 'changed' : 'refused'
        return (
          <Alert
            key={part}
            tone={refusal.isMended ? 'info' : 'danger'}
            title={isNamedOnly ? part : t(`common.refusal.${title}`, { part })}
            action={
              qualificationId ? (
                <Link href={mendingPath(qualificationId, refusal)} className="link inline-flex min-h-11 items-center">
                  {t('common.refusal.toMend', { part })}
                </Link>
              ) : null
            }
          >
            <ul className="mt-1 flex flex-col gap-1">
              {refusal.reasons.map(({ code, name, howToMend }) => (
                <li key={code}>
                  <span className="font-medium">{said(name)}</span>
                  <span className="block text-sm">{said(howToMend)}</span>
                </li>
              ))}
            </ul>
            {refusal.note ? (
              <p className="mt-2 text-sm whitespace-pre-line">{t('common.refusal.note', { note: refusal.note })}</p>
            ) : null}
          </Alert>
        )
      })}
    </div>
  )
}
