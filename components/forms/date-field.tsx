import type { ComponentProps } from 'react'
import { TextField } from './text-field'

type Props = Omit<ComponentProps<typeof TextField>, 'type' | 'width'>

/** The browser's own date control: sends YYYY-MM-DD, with and without scripts, whatever it shows. */
export function DateField(props: Props) {
  return <TextField {...props} type="date" width="short" />
}
