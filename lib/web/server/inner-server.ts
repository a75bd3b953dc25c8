import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isInner } from '../request-headers'

/** Allows for the longest headers of others, and for those that the portal adds. */
const HEADER_BYTES = 64 * 1024

type InnerServer = { readonly origin: string; close(): Promise<void> }

/**
 * Opens an address on this machine for what the framework and the portal request of the portal itself: the page that
 * has an action, the page that an action leads to, a page to share. It closes after the address for others, since a
 * request that is still answered there may need it; and a crowd there leaves it free.
 *
 * @param server answers the requests, as those of others
 */
export async function openInnerServer(server: Server): Promise<InnerServer> {
  const options = { maxHeaderSize: HEADER_BYTES, keepAliveTimeout: 0 } // who asks closes: a connection ends under no request
  const inner = createServer(options, (request, response) => {
    if (isInner(request)) server.emit('request', request, response)
    else request.socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    inner.once('error', reject)
    inner.listen(0, '127.0.0.1', resolve)
  })
  const { port } = inner.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => inner.close(resolve))
      inner.closeAllConnections()
      await closed
    },
  }
}
