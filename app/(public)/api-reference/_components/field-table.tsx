import { useTranslations } from 'next-intl'
import { Table, TableHead } from '@/components/ui/table'
import type { Field, Parameter } from '@/lib/web/api/reference'
import { TypeText } from './type-text'

type Props = { caption: string; fields: readonly (Field | Parameter)[] }

export function FieldTable({ caption, fields }: Props) {
  const t = useTranslations('public.apiReference')
  return (
    <Table caption={caption}>
      <TableHead headings={[t('columns.name'), t('columns.type'), t('columns.about')]} />
      <tbody>
        {fields.map((field) => (
          <tr key={field.name} className="[&>*]:align-top! [&>*]:py-2!">
            <th scope="row">
              <code>{field.name}</code>
              <span className="block text-xs font-normal text-text-muted">
                {field.isRequired ? t('required') : t('optional')}
                {'place' in field ? ` · ${field.place}` : null}
              </span>
            </th>
            <td className="min-w-48">
              <TypeText type={field} />
            </td>
            <td lang="en" className="min-w-60">
              {field.about}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
