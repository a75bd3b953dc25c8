import { Forbidden } from '@/components/layout/no-page'

/** Next renders it where no group's shell is known. */
export default function ForbiddenAnywhere() {
  return <Forbidden />
}
