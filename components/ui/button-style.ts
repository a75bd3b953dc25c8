import { cva } from 'class-variance-authority'

/**
 * Returns classes for what looks like a button where nothing more of one is needed: pages of failures, which every page
 * loads ahead.
 */
export const buttonStyle = cva('button', {
  variants: {
    variant: {
      primary: 'border-transparent bg-action text-action-text hover:bg-action-hover',
      secondary: 'border-border-strong bg-surface text-text hover:bg-surface-sunken',
      quiet: 'border-transparent bg-transparent text-action hover:bg-action-soft',
      danger: 'border-transparent bg-danger text-danger-text hover:bg-danger-hover',
      'danger-quiet': 'border-transparent bg-transparent text-danger hover:bg-danger-soft',
    },
    size: {
      normal: 'button-normal',
      small: 'button-small',
      icon: 'button-icon',
    },
  },
  defaultVariants: { variant: 'secondary', size: 'normal' },
})
