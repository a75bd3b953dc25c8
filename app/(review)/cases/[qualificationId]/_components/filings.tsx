'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { Fragment, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { startOfDay } from '@/lib/core/clock'
import type { CarrierFiling, SignatureFilings } from '@/lib/filings/queries'
import { FilingForm } from './filing-form'

const TONES = { NOT_FILED: 'neutral', FILED: 'info', EFFECTIVE: 'success', FAILED: 'danger' } as const
const COLUMNS = ['signature', 'carrier', 'state', 'extensionNumber'] as const

type Props = {
  filings: readonly SignatureFilings[]
  mayFile: boolean
  /** Says whether the reader may read what was declared. */
  mayRead: boolean
}

/** Shows the state of each sender signature at each carrier, as staff enter it. */
export function Filings({ filings, mayFile, mayRead }: Props) {
  const t = useTranslations('filings')
  const words = useTranslations('cases.filings')
  const [edited, setEdited] = useState<string | null>(null)
  if (filings.length === 0) return null
  const nameOf = (index: number) =>
    mayRead ? `【${filings[index]?.text}】` : words('signature', { number: index + 1 })
  return (
    <Card title={t('title')}>
      <p className="mb-2 text-xs text-text-muted">{words('hint')}</p>
      <Table caption={t('table')}>
        <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))}>
          {mayFile ? (
            <th scope="col" className="right-0 sm:sticky bg-surface-sunken">
              <span className="sr-only">{words('acts')}</span>
            </th>
          ) : null}
        </TableHead>
        <tbody>
          {filings.map(({ senderSignatureId, filings: each }, index) =>
            each.map((filing, row) => {
              const key = `${senderSignatureId} ${filing.carrier}`
              const isEdited = edited === key
              const label = `${nameOf(index)} ${t(`carriers.${filing.carrier}`)}`
              return (
                <Fragment key={key}>
                  <tr>
                    <th scope="row">
                      {row === 0 ? <bdi>{nameOf(index)}</bdi> : <span className="sr-only">{nameOf(index)}</span>}
                    </th>
                    <Cells filing={filing} />
                    {mayFile ? (
                      <td className="right-0 sm:sticky bg-surface text-right">
                        <Button
                          size="small"
                          variant="quiet"
                          aria-expanded={isEdited}
                          aria-label={words('changeOf', { name: label })}
                          onClick={() => setEdited(isEdited ? null : key)}
                        >
                          {words('change')}
                        </Button>
                      </td>
                    ) : null}
                  </tr>
                  {isEdited ? (
                    <tr>
                      <td colSpan={COLUMNS.length + 1} className="bg-surface-sunken">
                        <FilingForm
                          senderSignatureId={senderSignatureId}
                          filing={filing}
                          label={label}
                          close={() => setEdited(null)}
                        />
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              )
            }),
          )}
        </tbody>
      </Table>
    </Card>
  )
}

function Cells({
  filing: { carrier, state, extensionNumber, filedOn, effectiveOn, reason },
}: {
  filing: CarrierFiling
}) {
  const t = useTranslations('filings')
  const format = useFormatter()
  const dates = [
    ['filedOn', filedOn],
    ['effectiveOn', effectiveOn],
  ] as const
  return (
    <>
      <td className="whitespace-nowrap">{t(`carriers.${carrier}`)}</td>
      <td>
        <StatusBadge tone={TONES[state]}>{t(`states.${state}`)}</StatusBadge>
        {dates.map(([name, date]) =>
          date ? (
            <p key={name} className="numeric mt-1 whitespace-nowrap text-sm text-text-muted">
              {t(`columns.${name}`)} {format.dateTime(startOfDay(date), 'day')}
            </p>
          ) : null,
        )}
        {reason ? <p className="mt-1 min-w-40 text-sm">{reason}</p> : null}
      </td>
      <td className="numeric">{extensionNumber}</td>
    </>
  )
}
