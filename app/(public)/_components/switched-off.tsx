import { useTranslations } from 'next-intl'
import type { Rulebook } from '@/lib/rulebook/rulebook'

/** Lists what the rules don't accept at present. */
export function SwitchedOff({ switches }: { switches: Rulebook['switches'] }) {
  const t = useTranslations('public.home.off')
  const off = (['individualBusinesses', 'individualMarketing', 'organisationCodeCertificates'] as const).filter(
    (name) => !switches[name],
  )
  if (off.length === 0) return null
  return (
    <ul className="mt-3 list-disc space-y-1 pl-5 marker:text-warning">
      {off.map((name) => (
        <li key={name}>{t(name)}</li>
      ))}
    </ul>
  )
}
