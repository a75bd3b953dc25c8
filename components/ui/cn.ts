import { type ClassValue, clsx } from 'clsx'

/** Joins class names. None may set what another sets: which would win is for the style sheet's order to say. */
export const cn = (...classes: ClassValue[]) => clsx(classes)
