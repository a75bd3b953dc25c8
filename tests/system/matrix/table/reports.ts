import type { ActionRow, Row } from './cells'

export const EXPORTING: Row = {
  kind: 'route',
  name: 'POST /api/exports',
  method: 'POST',
  path: '/api/exports',
  form: [
    ['subject', 'QUALIFICATIONS'],
    ['format', 'CSV'],
  ],
  cells: { any: '1 333 3333 + +' },
  changes: true,
}

export const REPORTS: Record<string, ActionRow> = {
  'app/(admin)/reports/actions.ts#save': {
    cells: { any: '1 333 3333 + +' },
    form: () => [
      ['subject', 'QUALIFICATIONS'],
      ['format', 'XLSX'],
      ['monthly', 'yes'],
    ],
    page: '/reports',
    changes: true,
  },
  // These belong to their owners, or wait for a second administrator; here they are nobody's.
  'app/(admin)/reports/actions.ts#cancel': {
    cells: { any: '1 444 4444 4 4' },
    form: ({ userId }) => [['exportId', userId]],
    page: '/reports',
  },
  'app/(admin)/reports/actions.ts#decide': {
    cells: { any: '1 444 4444 4 4' },
    form: ({ userId }) => [
      ['exportId', userId],
      ['decision', 'ALLOW'],
    ],
    page: '/reports',
  },
  'app/(admin)/reports/actions.ts#remove': {
    cells: { any: '1 444 4444 4 4' },
    form: ({ userId }) => [['savedReportId', userId]],
    page: '/reports',
  },
}
