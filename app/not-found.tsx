import { NotFound } from '@/components/layout/no-page'

/** Next renders it where no group's shell is known. */
export default function NotFoundAnywhere() {
  return <NotFound />
}
