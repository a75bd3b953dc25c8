import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'

type Props = { catalogue: ReasonCatalogue; path: string; isEditable: boolean }

export function ReasonTable({ catalogue, path, isEditable }: Props) {
  const t = useTranslations('rules.reasons')
  const said = useBilingual()
  return (
    <div className="flex flex-col gap-3">
      {isEditable ? (
        <Button asChild className="w-fit">
          <Link href={`${path}?reason=new`}>{t('add')}</Link>
        </Button>
      ) : null}
      <Table caption={t('table')}>
        <TableHead headings={[t('columns.name'), t('columns.code'), t('columns.kind'), t('columns.howToCorrect')]} />
        <tbody>
          {catalogue.reasons.map(({ code, name, kind, isOffered, howToMend }) => (
            <tr key={code}>
              <th scope="row" className="whitespace-nowrap">
                <Link href={`${path}?reason=${code}`} prefetch={false} className="link -my-2 inline-block py-2">
                  {said(name)}
                </Link>
              </th>
              <td className="font-mono text-xs text-text-muted">{code}</td>
              <td className="whitespace-nowrap">
                {isOffered ? (
                  <StatusBadge tone={kind === 'final' ? 'danger' : 'neutral'}>{t(`kinds.${kind}`)}</StatusBadge>
                ) : (
                  <StatusBadge>{t('notOffered')}</StatusBadge>
                )}
              </td>
              <td className="min-w-72 text-text-muted">{said(howToMend)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
