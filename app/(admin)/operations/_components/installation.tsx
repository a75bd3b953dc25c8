import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Moment } from '@/components/ui/moment'
import type { Operations } from '@/lib/worker/operations/read-operations'
import { NotKnown } from './figure'

const MIB = 1024 ** 2
const GIB = 1024 ** 3

/** Shows the versions that run here, the server they run on, and how much room there is. */
export function Installation({ now: { versions, buildId, server, clock, disks, backup, at } }: { now: Operations }) {
  const t = useTranslations('operations.installation')
  const format = useFormatter()
  const tenths = (value: number) => format.number(value, { maximumFractionDigits: 1 })
  const room = (bytes: number) =>
    bytes < GIB ? t('mebibytes', { value: tenths(bytes / MIB) }) : t('gibibytes', { value: tenths(bytes / GIB) })
  const usage = server && { size: room(server.size), connections: server.connections, limit: server.maxConnections }
  return (
    <Card title={t('title')}>
      <DescriptionList
        items={[
          { term: t('portal'), value: versions?.portal ?? <NotKnown /> },
          { term: t('build'), value: buildId ?? t('noBuild') },
          { term: t('node'), value: versions?.node ?? <NotKnown /> },
          { term: t('postgres'), value: server?.version ?? <NotKnown /> },
          { term: t('database'), value: usage ? t('databaseIs', usage) : <NotKnown /> },
          {
            term: t('clock'),
            value: clock === null ? <NotKnown /> : t('clockIs', { seconds: tenths(Math.abs(clock / 1_000)) }),
          },
          ...(disks ?? []).map(({ setting, free, size }) => ({
            term: t(`disk.${setting}`),
            value: t('diskIs', { free: room(free), size: room(size) }),
          })),
          ...(disks ? [] : [{ term: t('disks'), value: <NotKnown /> }]),
          { term: t('backup'), value: <Backup backup={backup} at={at} /> },
        ]}
      />
    </Card>
  )
}

function Backup({ backup, at }: Pick<Operations, 'backup' | 'at'>) {
  const t = useTranslations('operations.installation')
  const format = useFormatter()
  if (!backup) return <NotKnown />
  if (!backup.at) return t('noBackup')
  return (
    <>
      <Moment at={backup.at} /> <span className="text-text-muted">{format.relativeTime(backup.at, at)}</span>
    </>
  )
}
