export const dynamic = 'force-dynamic'

const ROWS = Array.from({ length: 50 }, (_, row) => ({
  id: row,
  reference: `ZX-20261127-${String(row).padStart(6, '0')}`,
  kind: row % 2 === 0 ? '个人' : '单位',
  status: '等待审核',
  waited: `${row} 分钟`,
}))

/** Lists fifty plain rows, with a link each. */
export default function Queue() {
  return (
    <table>
      <tbody>
        {ROWS.map(({ id, reference, kind, status, waited }) => (
          <tr key={id}>
            <td>
              <a href={`/cases/${id}`}>{reference}</a>
            </td>
            <td>{kind}</td>
            <td>{status}</td>
            <td>{waited}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
