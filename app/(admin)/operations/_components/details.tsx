import { useTranslations } from 'next-intl'
import type { CurrentCondition } from '@/lib/worker/incidents/current-conditions'

const KINDS = [
  'decodersLack',
  'tooManyRights',
  'templatesWithoutId',
  'stuckJobs',
  'lowDisks',
  'endingCertificates',
] as const

/** Lists what exactly is not as it should be, by the names that the documentation and the log use. */
export function Details({ details }: { details: CurrentCondition['details'] }) {
  const t = useTranslations('operations')
  return KINDS.map((kind) => {
    const names = details[kind] ?? []
    if (names.length === 0) return null
    return (
      <dl key={kind} className="mt-2 flex flex-wrap gap-x-3 gap-y-1">
        <dt className="text-text-muted">{t(`attention.${kind}`)}</dt>
        {names.map((name) => (
          <dd key={name} className="rounded-sm bg-surface-sunken px-1.5">
            {name === 'NOT_KNOWN_YET' ? null : <code className="font-mono text-xs break-all">{name}</code>}
            {kind === 'decodersLack' ? ` ${t(`measures.${name as 'OWN_NETWORK'}`)}` : null}
          </dd>
        ))}
      </dl>
    )
  })
}
