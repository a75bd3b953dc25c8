import { Download } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'

type Props = {
  /** With a reference, null for a person, where they are of several things. */
  erasures: readonly { id: string; at: Date; reference?: string | null }[]
  /** For who can't sign in any more: the token of their link. */
  token?: string
}

/** What was erased, to be kept by whose it was. Files, not pages: plain links. */
export function Certificates({ erasures, token }: Props) {
  const t = useTranslations('myData.certificate')
  const format = useFormatter()
  if (erasures.length === 0) return null
  return (
    <ul className="mt-1 flex flex-col">
      {erasures.map(({ id, at, reference }) => {
        const href = token ? `/api/erased/${token}/${id}` : `/api/my-data/erasures/${id}/certificate`
        const date = format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
        const subject = reference ?? t('person')
        const isOne = reference !== undefined
        return (
          <li key={id} className="flex flex-wrap gap-x-4">
            <a href={href} download className="link inline-flex min-h-11 items-center gap-1.5">
              <Download aria-hidden className="size-4 shrink-0" />
              {isOne ? t('ofOne', { subject, date }) : t('of', { date })}
            </a>
            <a
              href={`${href}?format=json`}
              download
              aria-label={isOne ? t('jsonOfOne', { subject, date }) : t('jsonOf', { date })}
              className="link inline-flex min-h-11 items-center"
            >
              {t('json')}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
