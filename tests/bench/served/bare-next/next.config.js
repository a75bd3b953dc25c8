export default { turbopack: { root: process.env.ROOT }, serverExternalPackages: ['pg'] }
