import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Table } from '@/components/ui/table'
import { CAPABILITIES, capabilitiesOf } from '@/lib/actor/capabilities'
import { StaffRole } from '@/lib/db/generated/enums'

const ROLES = Object.values(StaffRole)
const SHOWN = CAPABILITIES.filter((capability) => capabilitiesOf(ROLES).includes(capability))

/** Shows what each role may do. It comes from the same list that permits every act. */
export function RoleTable() {
  const t = useTranslations('admin.roleTable')
  const tRoles = useTranslations('access.roles')
  const tCapabilities = useTranslations('access.capabilities')
  return (
    <Table caption={t('table')}>
      <thead>
        <tr>
          <th scope="col">{t('may')}</th>
          {ROLES.map((role) => (
            <th key={role} scope="col">
              {tRoles(`${role}.name`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {SHOWN.map((capability) => (
          <tr key={capability}>
            <th scope="row" className="min-w-40 font-normal! max-sm:whitespace-normal!">
              {tCapabilities(capability)}
            </th>
            {ROLES.map((role) => (
              <td key={role}>
                {capabilitiesOf([role]).includes(capability) ? (
                  <Check role="img" aria-label={t('yes')} className="size-4 text-action" />
                ) : (
                  <span className="text-text-muted">
                    <span aria-hidden>—</span>
                    <span className="sr-only">{t('no')}</span>
                  </span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
