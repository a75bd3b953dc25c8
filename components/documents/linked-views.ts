import type { Viewer } from 'openseadragon'

/** Pictures that are compared: where one is zoomed and moved to, the others are too, in shares of each picture. */
export class LinkedViews {
  readonly #viewers = new Set<Viewer>()
  #isFollowing = false

  /** Lets a viewer lead the others, and follow them. Returns what ends it. */
  join(viewer: Viewer): () => void {
    this.#viewers.add(viewer)
    viewer.addHandler('zoom', () => this.#lead(viewer))
    viewer.addHandler('pan', () => this.#lead(viewer))
    return () => void this.#viewers.delete(viewer)
  }

  #lead(leader: Viewer): void {
    if (this.#isFollowing || leader.world.getItemCount() === 0) return
    this.#isFollowing = true // what follows would lead back
    const zoom = leader.viewport.getZoom() / leader.viewport.getHomeZoom()
    const { x, y } = leader.viewport.getCenter()
    for (const viewer of this.#viewers) {
      if (viewer === leader || viewer.world.getItemCount() === 0) continue
      const center = viewer.viewport.getCenter()
      center.x = x
      center.y = (y / heightOf(leader)) * heightOf(viewer)
      viewer.viewport.zoomTo(zoom * viewer.viewport.getHomeZoom())
      viewer.viewport.panTo(center)
    }
    this.#isFollowing = false
  }
}

/** Returns how high a picture is, by its width: a viewport counts in widths. */
function heightOf(viewer: Viewer): number {
  const { x, y } = viewer.world.getItemAt(0).getContentSize()
  return y / x
}
