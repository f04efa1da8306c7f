import type { OnlyType } from './type';
import { Value, type Shape } from './value';
import { Unused } from './unused';
import def = require('./legacy');
class Service extends Value {
  private cache: Map<string, Shape>;
  declare hint: string;
  ready = false;
  constructor(private readonly repo: Repo, public name = pick()) { super(); this.cache = new Map() }
  @Get('/') @Auth() list(): void { this.repo.all() }
  @Inject() static shared = make();
  over(a: string): void;
  over(a: any) { return <any>a as unknown }
}
@Controller('x') class Route { @Prop() id!: number }
export enum Level { Low, High = compute(), Name = 'n' }
namespace Inner { export const k = build(); export function helper() { return k } }
export namespace Outer { export let y = 1 }
declare const ambient: number;
abstract class Shaped { abstract area(): number; run() { return this.area()! } }
const enum Flag { A = 1 }
use(Flag.A, Inner.helper(), Level.Low, def satisfies unknown);
