import type { PhoneState } from './phone-state'

/** Another step takes the place of the one that had the focus. */
export function focusOnStep(step: PhoneState['step']): void {
  if (step === 'CODE') document.getElementById('code')?.focus()
  if (step === 'LOST') document.getElementById('oldPhone')?.focus()
  if (step === 'CONFIRM') document.getElementById('ending')?.focus()
  if (step === 'CONSENTS' || step === 'LOCKED' || step === 'PROVE') document.getElementById('main')?.focus()
}
