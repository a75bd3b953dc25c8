import { useTranslations } from 'next-intl'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import type { StaffRole } from '@/lib/db/generated/enums'

/** Lists what roles permit, each thing a sentence. */
export function CapabilityList({ roles }: { roles: readonly StaffRole[] }) {
  const t = useTranslations('access.capabilities')
  return (
    <ul className="list-disc pl-5 marker:text-action">
      {capabilitiesOf(roles).map((capability) => (
        <li key={capability}>{t(capability)}</li>
      ))}
    </ul>
  )
}
