import { Table } from '@/components/ui/table'
import type { Column } from '@/lib/reports/period/section'

type Props = { caption: string; columns: readonly Column[]; rows: readonly (readonly string[])[] }

export function FigureTable({ caption, columns, rows }: Props) {
  return (
    <Table caption={caption} isCaptionShown>
      <thead>
        <tr>
          {columns.map(({ head, as }) => (
            <th key={head} scope="col">
              {as === 'text' ? head : <span className="block text-right">{head}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells.join()}>
            {cells.map((cell, at) => {
              const isText = columns[at]?.as === 'text'
              const key = columns[at]?.head
              if (at === 0) {
                return (
                  <th key={key} scope="row" className="numeric">
                    {cell}
                  </th>
                )
              }
              return (
                <td key={key} className={isText ? '' : 'numeric text-right'}>
                  {cell}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
