import { useFormatter, useTranslations } from 'next-intl'
import { Table, TableHead } from '@/components/ui/table'
import type { Operations } from '@/lib/worker/operations/read-operations'
import { Figure } from './figure'

const COLUMNS = ['channel', 'waiting', 'due'] as const

/** Shows how many messages wait, and for how long. */
export function Messages({ messages, at }: Pick<Operations, 'messages' | 'at'>) {
  const t = useTranslations('operations.messages')
  const format = useFormatter()
  return (
    <Figure title={t('title')} lines={messages} empty={t('none')}>
      {(lines) => (
        <Table caption={t('title')}>
          <TableHead headings={COLUMNS.map((column) => t(column))} />
          <tbody>
            {lines.map(({ channel, isSent, waiting, dueSince }) => (
              <tr key={channel}>
                <td className="whitespace-nowrap">
                  {t(channel)}
                  {isSent ? null : <span className="block text-xs text-text-muted">{t('unsent')}</span>}
                </td>
                <td className="numeric">{format.number(waiting)}</td>
                <td className="numeric w-full">{dueSince ? format.relativeTime(dueSince, at) : t('none')}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Figure>
  )
}
