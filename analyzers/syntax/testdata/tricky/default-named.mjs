export default function named() {}
export { named as other };
