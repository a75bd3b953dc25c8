import { Kbd } from '@/components/ui/kbd'
import { type KeyName, shortcut } from './key-map'

/** Shows the key of a button on it, where there is a keyboard; `aria-keyshortcuts` says it to others. */
export function KeyHint({ name }: { name: KeyName }) {
  return (
    <span aria-hidden className="max-lg:hidden">
      <Kbd>{shortcut(name).shown[0]}</Kbd>
    </span>
  )
}
