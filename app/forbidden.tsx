export { Forbidden as default } from './_components/no-page'
