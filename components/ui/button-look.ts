import { cva } from 'class-variance-authority'

/** For what looks like a button where nothing more of one is needed: pages of failures, which every page loads ahead. */
export const buttonLook = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap no-underline select-none',
    'transition-colors duration-100 [&_svg]:size-[1.15em] [&_svg]:shrink-0',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-action text-action-text hover:bg-action-hover',
        secondary: 'border-border-strong bg-surface text-text hover:bg-surface-sunken',
        quiet: 'border-transparent bg-transparent text-action hover:bg-action-soft',
        danger: 'border-transparent bg-danger text-danger-text hover:bg-danger-hover',
        'danger-quiet': 'border-transparent bg-transparent text-danger hover:bg-danger-soft',
      },
      size: {
        normal: 'min-h-11 px-5 text-base compact:min-h-9 compact:px-4 compact:text-sm',
        small: 'min-h-11 px-3 text-sm compact:min-h-8 sm:min-h-9',
        icon: 'size-11 p-0 text-base compact:size-9',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'normal' },
  },
)
