import { Forbidden } from '@/components/layout/no-page'

/** Next shows it inside this group's shell. */
export default function ForbiddenHere() {
  return <Forbidden isInShell />
}
