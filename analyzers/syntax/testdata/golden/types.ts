let a: Foo<Bar>[] = (b as Baz).c!.d;
let e!: string, f: (x: number) => void = (g), h: [a, b];
function i(this: T, a: T, b?: U, { c }: V = (d), ...e: W[]): asserts a is X { return a!; }
const j = async <T,>(a: T): Promise<T> => (a satisfies U);
k = <any>(l);
m<T>(n as unknown as O, p!)?.<Q>(r);
class S<T> extends U<V> implements W {
  private readonly a: string = 'x';
  declare b: number;
  c?: D;
  constructor(private d: E, public f = 1) { super(); }
  g<T>(h: T): void;
  g(h: any) { }
  abstract: I;
  [key: string]: any;
  static async *j?(k: L): M { }
}
abstract class N { abstract o(): void; p() { } }
type Q = { a: (b) => c };
interface R { s: T }
declare const u: V;
new W<X>(y);
for (const z of (a as B[])) { }
switch (c as D) { case e as F: break }
x = y as { a: 1 } | 'b' & (c extends d ? e : f);
z = a! + b!;
a! = b
export type { A } from './a';
export default N;
