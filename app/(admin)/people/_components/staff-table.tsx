import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { PersonStatus } from '@/components/staff/person-status'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import type { listStaff } from '@/lib/staff/invitations/queries'

const COLUMNS = ['name', 'email', 'roles', 'status', 'joined'] as const

export function StaffTable({ staff }: { staff: Awaited<ReturnType<typeof listStaff>> }) {
  const t = useTranslations('admin.people')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  return (
    <Table caption={t('table')}>
      <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
      <tbody>
        {staff.map(({ id, name, email, roles, status, createdAt, isSelf }) => (
          <tr key={id}>
            <th scope="row">
              <Link href={`/people/${id}`} prefetch={false} className="link -my-2 inline-block py-2">
                {name ?? t('nameless')}
              </Link>
              {isSelf ? <span className="font-normal text-text-muted">{t('you')}</span> : null}
            </th>
            <td className="whitespace-nowrap">{email}</td>
            <td className="min-w-40">{format.list(roles.map((role) => tRoles(`${role}.name`)))}</td>
            <td>
              <PersonStatus status={status} />
            </td>
            <td className="numeric text-text-muted">
              <Moment at={createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
