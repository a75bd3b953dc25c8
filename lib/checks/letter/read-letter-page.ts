import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { collect } from '../ocr/collect'
import type { Models } from '../ocr/models'
import { cv, matOf, pixelsOf } from '../ocr/opencv'
import type { Pixels, Point } from '../ocr/pixels'
import { quarterOf, readPixels, rectangleOf } from '../read-pixels'
import type { Reading } from '../reading'
import { isBlank } from './blank'
import { codeIn, codeOn, type FoundCode } from './code'
import { type Colours, coloursOf } from './colours'
import { alteredIn, codeLikeness, issuedInk } from './compare'
import { cornersOfBox, flattened, type Projection, project, projectionOf, SCALE } from './geometry'
import { DATE, hasBoxes, MARK, SIGNATURE, writtenIn } from './hands'
import type { LetterPage } from './letter-page'
import { markIn } from './mark'
import { letterQuality } from './quality'
import { refined, register } from './register'
import { sealNameOf } from './seal-name'

/** A page as it was issued: its pixels are decoded only where it is the one. */
export type Issued = { readonly code: string; readonly pixels: () => Promise<Pixels> }

/** Describes a picture that shows none of our pages. */
const NOT_REGISTERED: LetterPage = {
  registered: false,
  blank: false,
  code: null,
  corners: null,
  cropped: null,
  grey: null,
  altered: null,
  signature: null,
  date: null,
  mark: null,
  sealName: null,
}

const PAPER = { x: 0, y: 0, ...LETTER_LAYOUT.page }
/** A corner of the paper may be this far outside of the picture, in points: its place is worked out from the marks. */
const INEXACT = 4

type Answer = { readonly reading: Reading; readonly flat: Pixels | null }

type Known = {
  /** The pages that it may be, as they were issued. */
  readonly issued: readonly Issued[]
  /** Lists the titles of the portal's own letters. */
  readonly titles: readonly string[]
}

/** Reads a picture that should show a page of a letter. Runs in a reader child only. */
export async function readLetterPage(models: Models, picture: Pixels, { issued, titles }: Known): Promise<Answer> {
  const found = await readIfPlaced(models, picture, issued)
  if ('reading' in found) return found
  const { code } = found
  const letter = {
    ...NOT_REGISTERED,
    blank: code === null && isBlank(picture),
    ...(code ? cutOff(code, picture) : {}),
  }
  // A picture of much text needs all the memory there is.
  collect()
  return { reading: { ...(await readPixels(models, picture, titles)), letter }, flat: null }
}

/** Reads a page whose place is found; otherwise returns its code, if that was. */
async function readIfPlaced(
  models: Models,
  picture: Pixels,
  issued: readonly Issued[],
): Promise<Answer | { code: FoundCode | null }> {
  const mat = matOf(picture)
  try {
    const { inPicture, code } = await placeOf(mat, picture)
    if (!inPicture) return { code }
    return await readPlaced(models, { mat, picture, issued, inPicture, text: code?.text ?? null })
  } finally {
    mat.delete()
  }
}

type Place =
  | { readonly inPicture: Projection; readonly code: { readonly text: string } | null }
  | { readonly inPicture: null; readonly code: FoundCode | null }

/** Finds the page by its marks or, where they are cut off or covered, by its code and those that are there. */
async function placeOf(mat: OpenCv.Mat, picture: Pixels): Promise<Place> {
  const grey = new (cv().Mat)()
  try {
    cv().cvtColor(mat, grey, cv().COLOR_RGB2GRAY)
    const inPicture = register(grey)
    const text = inPicture && (await codeOn(grey, inPicture))
    if (inPicture && text !== null) return { inPicture, code: { text } }
    // Where marks are cut off, others fit the layout by chance. A code that is elsewhere says so.
    const code = await codeIn(picture)
    if (inPicture && (!code || isWhereItShouldBe(code, inPicture))) return { inPicture, code }
    const coarse = code && projectionOf(code.on, code.at)
    const better = coarse && refined(grey, coarse, code)
    return better ? { inPicture: better, code } : { inPicture: null, code }
  } finally {
    grey.delete()
  }
}

/** A code may be this far from its place, as a share of its side. */
const ASIDE = 0.15

function isWhereItShouldBe({ on, at }: FoundCode, inPicture: Projection): boolean {
  const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
  const side = Math.max(...at.map((corner, i) => apart(corner, at[(i + 1) % at.length] ?? corner)))
  return on.every((point, i) => apart(project(inPicture, point), at[i] ?? point) < ASIDE * side)
}

/** By the code alone, a corner counts as cut off when it seems this far outside of the picture, as a share of that. */
const SURELY = 0.04

/** Returns what the code alone shows of a page: which page it is, and that a part is cut off. */
function cutOff(code: FoundCode, { width, height }: Pixels): Pick<LetterPage, 'code' | 'cropped'> {
  const coarse = projectionOf(code.on, code.at)
  const corners = coarse ? cornersOfBox(PAPER).map((corner) => project(coarse, corner)) : []
  const isOut = (value: number, whole: number) => value < -SURELY * whole || value > (1 + SURELY) * whole
  const cropped = corners.some(({ x, y }) => isOut(x, width) || isOut(y, height)) || null
  return { code: { text: code.text, confidence: 1, isRead: true }, cropped }
}

type Placed = {
  readonly mat: OpenCv.Mat
  readonly picture: Pixels
  readonly issued: readonly Issued[]
  readonly inPicture: Projection
  readonly text: string | null
}

async function readPlaced(models: Models, { mat, picture, inPicture, text, issued }: Placed): Promise<Answer> {
  const flat = flattened(mat, inPicture, PAPER, SCALE)
  const colours = coloursOf(flat)
  try {
    const { code, page } = await identified(colours.ink, text, issued)
    const isLast = isLastPage(code?.text) ?? hasBoxes(colours.ink)
    const isInside = (x: number, y: number) => isWithin(project(inPicture, { x, y }), picture)
    const isSeen = (box: Box) => isLast && cornersOfBox(box).every(({ x, y }) => isInside(x, y))
    const altered = page && (await comparedWith(page, colours.ink, { isLast, isInside }))
    const letter: LetterPage = {
      ...NOT_REGISTERED,
      registered: true,
      code,
      corners: cornersIn(inPicture, picture),
      cropped: isCropped(inPicture, picture),
      altered,
      signature: isSeen(SIGNATURE) ? writtenIn(colours.ink, SIGNATURE) : null,
      date: isSeen(DATE) ? writtenIn(colours.ink, DATE) : null,
      ...(await marked(models, colours, isSeen(MARK))),
    }
    const upright = pixelsOf(flat)
    const quality = letterQuality(flat, upright, letter.cropped === true)
    return { reading: readingOf({ letter, quality, engine: models.engine, inPicture, picture }), flat: upright }
  } finally {
    colours.free()
    flat.delete()
  }
}

/** Ink in the box of the mark that has no colour is a copy of one, or something else: nothing is said of it. */
async function marked(models: Models, { ink, red, isGrey }: Colours, isSeen: boolean): Promise<Marked> {
  const unknown = { mark: null, sealName: null }
  if (isGrey || !isSeen) return { ...unknown, grey: isGrey }
  const { mark, circle } = markIn(red)
  if (mark.kind === 'none' && writtenIn(ink, MARK).there) return { ...unknown, grey: true }
  return { mark, grey: false, sealName: circle && (await sealNameOf(models, red, circle)) }
}

type Marked = Pick<LetterPage, 'mark' | 'grey' | 'sealName'>

/**
 * A code that nobody could read must be at least so alike to that of an issued page, and so much more than to others.
 */
const SAME_CODE = { least: 0.65, more: 0.2 }

type Identified = { readonly code: LetterPage['code']; readonly page: Issued | null }

/** Says which page it is: by its code or, where that could not be read, by the issued page that has the same. */
async function identified(ink: OpenCv.Mat, text: string | null, issued: readonly Issued[]): Promise<Identified> {
  if (text !== null) {
    return { code: { text, confidence: 1, isRead: true }, page: issued.find(({ code }) => code === text) ?? null }
  }
  const ranked: { page: Issued; likeness: number }[] = []
  for (const page of issued) {
    ranked.push({ page, likeness: codeLikeness(ink, await page.pixels()) })
  }
  const [best, next] = ranked.sort((a, b) => b.likeness - a.likeness)
  if (!best || best.likeness < SAME_CODE.least || best.likeness < (next?.likeness ?? 0) + SAME_CODE.more) {
    return { code: null, page: null }
  }
  const { page, likeness } = best
  return { code: { text: page.code, confidence: Math.round(likeness * 100) / 100, isRead: false }, page }
}

async function comparedWith(page: Issued, ink: OpenCv.Mat, where: Parameters<typeof alteredIn>[2]) {
  const other = issuedInk(await page.pixels())
  try {
    return alteredIn(ink, other, where)
  } finally {
    other.delete()
  }
}

const isWithin = ({ x, y }: Point, { width, height }: Pixels) =>
  x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5

function cornersIn(inPicture: Projection, { width, height }: Pixels): LetterPage['corners'] {
  const [a, b, c, d] = cornersOfBox(PAPER).map((corner) => {
    const { x, y } = project(inPicture, corner)
    return { x: share(x / width), y: share(y / height) }
  }) as [Point, Point, Point, Point]
  return [a, b, c, d]
}

const share = (value: number) => Math.round(value * 10_000) / 10_000

function isCropped(inPicture: Projection, picture: Pixels): boolean {
  const [width, height] = [PAPER.width - 2 * INEXACT, PAPER.height - 2 * INEXACT]
  const within = cornersOfBox({ x: INEXACT, y: INEXACT, width, height })
  return !within.every((corner) => isWithin(project(inPicture, corner), picture))
}

/** Returns whether a code is of the last page; null where there is none. */
function isLastPage(text: string | undefined): boolean | null {
  const { page, pages } = / (?<page>\d{1,3})\/(?<pages>\d{1,3}) /.exec(text ?? '')?.groups ?? {}
  return page === undefined ? null : page === pages
}

type Found = {
  readonly letter: LetterPage
  readonly quality: Reading['quality']
  readonly engine: string
  readonly inPicture: Projection
  readonly picture: Pixels
}

function readingOf({ letter, quality, engine, inPicture, picture }: Found): Reading {
  const [from, to] = [project(inPicture, { x: 0, y: 400 }), project(inPicture, { x: 595, y: 400 })]
  const turned = quarterOf((-Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI)
  const place = cornersOfBox(LETTER_LAYOUT.code).map((corner) => project(inPicture, corner))
  // A code that was compared was not read.
  const qr = letter.code?.isRead && {
    value: letter.code.text,
    confidence: letter.code.confidence,
    rectangle: rectangleOf(place, picture),
  }
  return { kind: 'LETTER', side: null, turned, faces: null, quality, engine, fields: qr ? { qr } : {}, letter }
}
