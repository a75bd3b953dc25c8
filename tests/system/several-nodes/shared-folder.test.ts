import path from 'node:path'
import { expectNodesWith } from './expectations'

expectNodesWith({
  name: 'a shared folder',
  isThere: true,
  start: async () => ({
    settings: (folder) => ({ BLOBS_FOLDER: path.join(folder, 'shared-blobs') }),
    stop: () => {},
  }),
})
