import run from './run';
export default function main() { main() }
main = run;
