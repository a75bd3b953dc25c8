'use client'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

type Props = {
  onTurn: () => Promise<void>
  size?: 'small'
  /** The name of the picture, where there are several. */
  of?: string
}

/** Turns a picture by a quarter. */
export function TurnButton({ onTurn, size, of }: Props) {
  const t = useTranslations('applicant.capture')
  const [isTurning, setTurning] = useState(false)
  const turn = async () => {
    setTurning(true)
    await onTurn()
    setTurning(false)
  }
  return (
    <Button
      size={size}
      variant="quiet"
      aria-label={of && `${t('turn')}: ${of}`}
      isLoading={isTurning}
      onClick={() => void turn()}
    >
      <RotateCw aria-hidden />
      {t('turn')}
    </Button>
  )
}
