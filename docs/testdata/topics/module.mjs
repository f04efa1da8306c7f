export const dirname = import.meta.dirname
