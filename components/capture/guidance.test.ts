import { expect, test } from 'vitest'
import { guidanceOf, guideOf, movementBetween } from './guidance'
import { look, type Seen } from './picture-checks'
import { framesOf, picture } from './testing/pictures'

const frame = { width: 400, height: 300 }
const corner = { x: 0, y: 0 }
const seen = (some: Partial<Seen>): Seen => ({
  doubts: [],
  quad: [corner, corner, corner, corner],
  area: 60_000,
  frame,
  ...some,
})

test('the most urgent thing is said, and one only', () => {
  expect(guidanceOf(seen({ doubts: ['TOO_DARK', 'BLURRED'], quad: null }), 0, 'CARD')).toBe('DARK')
  expect(guidanceOf(seen({ quad: null, doubts: ['GLARE'] }), 0, 'CARD')).toBe('WHOLE')
  expect(guidanceOf(seen({ quad: null }), 50, 'CARD')).toBe('STILL')
  expect(guidanceOf(seen({ area: 9_000 }), 0, 'CARD')).toBe('CLOSER')
  expect(guidanceOf(seen({ doubts: ['GLARE'] }), 0, 'CARD')).toBe('GLARE')
  expect(guidanceOf(seen({}), 50, 'CARD')).toBe('STILL')
  expect(guidanceOf(seen({ doubts: ['BLURRED'] }), 0, 'CARD')).toBe('STILL')
  expect(guidanceOf(seen({}), 0, 'CARD')).toBe('READY')
})

test('nobody looks for the outline of a person', () => {
  expect(guidanceOf(seen({ quad: null, area: 0 }), 0, 'PERSON')).toBe('READY')
  expect(guidanceOf(seen({ quad: null, area: 0 }), 0, null)).toBe('READY')
})

test('a guide fits into the picture, lying or upright', () => {
  expect(guideOf('CARD', 400, 300).width).toBeCloseTo(360)
  expect(guideOf('CARD', 225, 400).width).toBeCloseTo(202.5)
  const page = guideOf('PAGE', 400, 300)
  expect(page.height).toBeCloseTo(270)
  expect(page.width / page.height).toBeCloseTo(1 / Math.SQRT2)
})

test('a hand that moves is seen from one frame to the next', async () => {
  const { frame: one } = await framesOf(await picture('CARD', 0))
  const { frame: other } = await framesOf(await picture('CARD', 1))
  expect(movementBetween(one, one)).toBe(0)
  expect(movementBetween(one, other)).toBeGreaterThan(20)
  expect(movementBetween(null, one)).toBe(255)
})

test('a card that fills the guide, and is sharp, is ready', async () => {
  const { frame: near } = await framesOf(await picture('CARD', 2))
  expect(guidanceOf(look(near, 'CARD'), 0, 'CARD')).toBe('READY')
})
