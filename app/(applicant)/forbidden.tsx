import { Forbidden } from '@/components/layout/no-page'

/** Shows error 403 inside this group's shell. Next renders it. */
export default function ForbiddenHere() {
  return <Forbidden isInShell isForApplicants />
}
