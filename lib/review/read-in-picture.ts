import type { Rectangle } from '@/lib/checks/rectangle'
import type { FilePage } from '@/lib/qualifications/files/read-slots'
import type { ReadBeside } from '@/lib/rulebook/warnings/differences'

/** Says what a machine read of a declared answer, and where in the picture that the reviewer is shown. */
export type ReadInPicture = Pick<ReadBeside, 'value' | 'isSame'> & {
  place: { fileId: string; page: number; rectangle: Rectangle }
}

/** Returns of each page no more than which it is. */
export const withPlaces = (read: Readonly<Record<string, ReadBeside<FilePage>>>): Record<string, ReadInPicture> =>
  Object.fromEntries(
    Object.entries(read).map(
      ([
        key,
        {
          value,
          isSame,
          page: { fileId, page },
          rectangle,
        },
      ]) => [key, { value, isSame, place: { fileId, page, rectangle } }],
    ),
  )
