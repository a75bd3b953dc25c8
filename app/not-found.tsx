export { NotFound as default } from './_components/no-page'
