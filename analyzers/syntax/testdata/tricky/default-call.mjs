export default (foo)();
