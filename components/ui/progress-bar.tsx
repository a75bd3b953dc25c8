import { cn } from './cn'

type Props = {
  /** Ranges from 0 to 100. */
  value: number
  label: string
  className?: string
}

export function ProgressBar({ value, label, className }: Props) {
  return <progress aria-label={label} max={100} value={value} className={cn('block h-1.5 w-full', className)} />
}
