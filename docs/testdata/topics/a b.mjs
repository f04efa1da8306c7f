import { fileURLToPath } from 'node:url'
export const { url } = import.meta, { pathname } = new URL(url), path = fileURLToPath(url)
