import type { ReactNode } from 'react'

/** These are line drawings on a stage of 120 × 90. They show no real person and no real emblem. */

const LINE = 'fill-none stroke-text-muted [stroke-linecap:round] [stroke-width:1.4]'
const PAPER = 'fill-surface stroke-text-muted [stroke-width:1.4]'
const SKIN = 'fill-surface-sunken stroke-text-muted [stroke-width:1.4]'
const RED = 'fill-none stroke-seal [stroke-linecap:round] [stroke-width:1.2]'

/** Draws a card of 90 × 57, its upper left corner at 15, 16. */
export function CardPortrait() {
  return (
    <g>
      <rect x="15" y="16" width="90" height="57" rx="4" className={PAPER} />
      <path d="M22 27h22M22 34h14M42 34h12M22 41h32M22 48h38M22 52.5h30" className={LINE} />
      <path d="M22 64h12M40 64h42" className={LINE} />
      <rect x="73" y="23" width="25" height="32" rx="1.5" className="fill-surface-sunken" />
      <path d="M75 55c0-7 4-10.5 10.5-10.5S96 48 96 55z" className={PAPER} />
      <ellipse cx="85.5" cy="36" rx="6" ry="7" className={PAPER} />
      <path d="M79.5 34.5c1-6 11-6 12 0" className={LINE} />
    </g>
  )
}

export function CardEmblem() {
  return (
    <g>
      <rect x="15" y="16" width="90" height="57" rx="4" className={PAPER} />
      <circle cx="30" cy="32" r="9" className={RED} />
      <path d="m30 26.2 1.4 4h4.2l-3.4 2.5 1.3 4-3.5-2.5-3.5 2.5 1.3-4-3.4-2.5h4.2z" className="fill-seal" />
      <path d="M47 28h48" className={LINE} />
      <path d="M47 37h48" className="fill-none stroke-text [stroke-linecap:round] [stroke-width:3]" />
      <path d="M34 56h14M53 56h38M34 63h14M53 63h32" className={LINE} />
    </g>
  )
}

/** Draws someone who holds a card next to the face. */
export function PersonWithCard({ isFaceHidden = false, isFarAway = false }) {
  return (
    <g {...(isFarAway ? { transform: 'translate(34 44.5) scale(0.5)' } : {})}>
      <path d="M22 92c0-20 10-29 27-29s27 9 27 29z" className={PAPER} />
      <path d="M43 56v8c0 3 12 3 12 0v-8" className={SKIN} />
      <ellipse cx="49" cy="40" rx="15" ry="18.5" className={SKIN} />
      <path d="M33.5 38c-1-22 32-22 31 0-3-2-4-7-5-10-6 4-18 5-22 2-1 3-2 6-4 8z" className="fill-text-muted" />
      <path
        d="M43.5 38v.6M54.5 38v.6"
        className="fill-none stroke-text-muted [stroke-linecap:round] [stroke-width:2.4]"
      />
      <path d="M41 34.2h4.5M52.5 34.2H57" className={LINE} />
      <path d="M49 42v4.5M45.5 51c2 1.6 5 1.6 7 0" className={LINE} />
      {isFaceHidden ? (
        <path
          d="M34.8 43c4 2 8 2.5 14.2 2.5S59 45 63.2 43c0 9-5 16-14.2 16s-14.2-7-14.2-16z"
          className="fill-info-soft stroke-text-muted [stroke-width:1.4]"
        />
      ) : null}
      <HeldCard />
    </g>
  )
}

function HeldCard() {
  return (
    <g transform="translate(91 58)">
      <rect x="-20" y="-13" width="40" height="26" rx="2" className={PAPER} />
      <path d="M-15-6h13M-15-1H-4M-15 6H-4" className={LINE} />
      <rect x="5" y="-9" width="10" height="12" rx="1" className={SKIN} />
      <path d="M-9 34C-12 26-12 18-8 14l3-4c2-2 5 0 4 3l-1 3h9c4 0 7 3 7 8v10z" className={SKIN} />
    </g>
  )
}

type Letter = { hasSignature?: boolean; mark?: 'thumbprint' | 'seal' | 'smudgedSeal' | 'none' }

/** Draws a page of 64 × 84. */
export function LetterPage({ hasSignature = true, mark = 'thumbprint' }: Letter) {
  return (
    <g>
      <rect x="28" y="3" width="64" height="84" rx="1" className={PAPER} />
      <path d="M48 12h24" className="fill-none stroke-text [stroke-linecap:round] [stroke-width:2.4]" />
      <path d="M36 22h48M36 28h48M36 34h44M36 40h48M36 46h48M36 52h30" className={LINE} />
      <path d="M36 73h8M47 76h36" className={LINE} />
      {hasSignature ? (
        <path
          d="M50 72c3-7 5-8 4-3s2 3 4-1 3 0 2 2 3 1 5-3 2 5 6 0 4-2 6-3"
          className="fill-none stroke-text [stroke-linecap:round] [stroke-linejoin:round] [stroke-width:1.6]"
        />
      ) : null}
      {mark === 'thumbprint' ? <Thumbprint /> : null}
      {mark === 'seal' ? <Seal x={76} y={66} /> : null}
      {mark === 'smudgedSeal' ? <SmudgedSeal /> : null}
    </g>
  )
}

/** Draws a round seal, with a star and its words along the rim, as none exists. */
function Seal({ x, y, radius = 12 }: { x: number; y: number; radius?: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${radius / 12})`}>
      <circle r="12" className="fill-none stroke-seal [stroke-width:1.6]" />
      <circle r="9" className="fill-none stroke-seal [stroke-dasharray:2.2_2] [stroke-width:2.2]" />
      <path d="m0-4.4 1.1 3.2h3.3L1.8.8l1 3.2L0 2l-2.8 2 1-3.2-2.6-2h3.3z" className="fill-seal" />
    </g>
  )
}

function SmudgedSeal() {
  return (
    <g transform="translate(76 66)">
      <circle r="11" className="fill-seal opacity-45" />
      <circle cx="3" cy="1.5" r="11" className="fill-seal opacity-25" />
    </g>
  )
}

/** Draws a certificate of 96 × 70, wider than high, with the seal of the authority. */
export function Licence({ hasSeal = true }) {
  return (
    <g>
      <rect x="12" y="10" width="96" height="70" rx="1" className={PAPER} />
      <rect x="15" y="13" width="90" height="64" className="fill-none stroke-border-strong [stroke-width:1]" />
      <circle cx="60" cy="20" r="4.5" className={RED} />
      <path d="M42 31h36" className="fill-none stroke-text [stroke-linecap:round] [stroke-width:3]" />
      <path d="M21 41h26M21 48h30M21 55h24M21 62h28M60 41h26M60 48h36M60 55h22" className={LINE} />
      <path d="M92 17h8v8h-8zM95 20h2v2h-2z" className={LINE} />
      {hasSeal ? <Seal x={90} y={65} radius={9} /> : null}
    </g>
  )
}

/** Draws evidence that a name may be used: a certificate with the mark on it and its owner next to it. */
export function Evidence({ isOwner = true }) {
  return (
    <g>
      <rect x="26" y="4" width="68" height="82" rx="1" className={PAPER} />
      <path d="M44 13h32" className="fill-none stroke-text [stroke-linecap:round] [stroke-width:2.6]" />
      <rect x="42" y="21" width="36" height="22" rx="1.5" className="fill-surface-sunken" />
      <circle cx="60" cy="32" r="7.5" className={LINE} />
      <path d="M57.5 36v-8h3c3 0 3 4 0 4h-3l5 4" className={LINE} />
      <path d="M34 52h12M34 59h12M34 66h12" className={LINE} />
      <path
        d={isOwner ? 'M50 52h32M50 59h26M50 66h30' : 'M50 52h16M50 59h26M50 66h30'}
        className={isOwner ? LINE : 'fill-none stroke-danger [stroke-linecap:round] [stroke-width:1.8]'}
      />
      <Seal x={80} y={74} radius={8} />
    </g>
  )
}

function Thumbprint() {
  return (
    <g transform="rotate(14 80 68)">
      <ellipse cx="80" cy="68" rx="6" ry="8" className="fill-seal opacity-25" />
      <path
        d="M75.5 71c-1.5-6 1-10 4.5-10s6 4 4.5 10M77.5 73.5c-1.5-7 .5-9.5 2.5-9.5s4 2.5 2.5 9.5M80 67v8"
        className={RED}
      />
    </g>
  )
}

/** Draws the light of a lamp on what should be read. */
export function Glare() {
  return (
    <g>
      <ellipse cx="50" cy="42" rx="19" ry="14" className="fill-warning-soft" />
      <ellipse cx="48" cy="40" rx="11" ry="7.5" className="fill-surface" />
      <path
        d="M50 22v-5M50 62v5M26 42h-5M74 42h5M33 29l-3.5-3M67 55l3.5 3M67 29l3.5-3M33 55l-3.5 3"
        className="fill-none stroke-warning [stroke-linecap:round] [stroke-width:1.8]"
      />
    </g>
  )
}

/** Moves a drawing beyond the edge of the photograph. */
export const Cropped = ({ children }: { children: ReactNode }) => (
  <g transform="translate(30 24) rotate(-6 60 45)">{children}</g>
)

export function Blurred({ id, children }: { id: string; children: ReactNode }) {
  return (
    <>
      <filter id={id} x="-10%" y="-10%" width="120%" height="120%">
        <feGaussianBlur stdDeviation="2.2" />
      </filter>
      <g filter={`url(#${id})`}>{children}</g>
    </>
  )
}
