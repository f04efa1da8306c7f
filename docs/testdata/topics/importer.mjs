import { count, add } from './exporter.mjs'
export const seen = [count]
add()
seen.push(count)
export let readonly
try { eval('count = 5') } catch (e) { readonly = e.name }
