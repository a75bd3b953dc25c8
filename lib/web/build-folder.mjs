/**
 * Names the folder that Next builds into and serves from. It is plain JavaScript, since the build reads it before any
 * package is installed.
 */
export const BUILD_FOLDER = '.next'
